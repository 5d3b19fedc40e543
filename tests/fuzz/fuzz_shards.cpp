// An index of shards, beside two shards that are there.
#include "core/error.h"
#include "fuzz/fuzz.h"
#include "model/checkpoint/tensor_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace remedy;
  static const bool shards = [] {
    const float values[2] = {1, 2};
    StoredTensor tensor;
    tensor.shape = {2};
    tensor.data = reinterpret_cast<const std::uint8_t*>(values);
    tensor.bytes = sizeof values;
    for (const char* name : {"a", "b"}) {
      tensor.name = name;
      write_safetensors(testing::fuzz_folder() / (std::string(name) + ".safetensors"), {tensor});
    }
    return true;
  }();
  const auto file = testing::put("model.safetensors.index.json", data, size);
  try {
    (void)read_checkpoint(file).content();
  } catch (const Error&) {
  }
  return shards ? 0 : -1;
}
