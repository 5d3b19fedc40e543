// The unpickler: the part of a .pth that is a program. The dicts of tensors in what it makes are
// looked for, in values of any kind and nesting.
#include <string_view>

#include "core/error.h"
#include "model/checkpoint/pickle/pickle.h"
#include "model/checkpoint/pickled_sets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const remedy::Pickle pickle("input", {reinterpret_cast<const char*>(data), size});
    (void)remedy::describe(pickle.root());
    (void)remedy::find_sets("input", pickle.root());
  } catch (const remedy::Error&) {
  }
  return 0;
}
