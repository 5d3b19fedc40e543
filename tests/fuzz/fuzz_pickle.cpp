// The unpickler: the part of a .pth that is a program.
#include <string_view>

#include "core/error.h"
#include "model/checkpoint/pickle.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string_view> allowed = {"collections.OrderedDict",
                                                        "torch._utils._rebuild_tensor_v2",
                                                        "torch.FloatStorage", "torch.LongStorage"};
  try {
    const remedy::Pickle pickle("input", {reinterpret_cast<const char*>(data), size}, allowed);
    (void)remedy::kind_name(pickle.root().kind);
  } catch (const remedy::Error&) {
  }
  return 0;
}
