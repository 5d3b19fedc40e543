// Whole checkpoints: archives of torch.save and safetensors, told apart by their content. Every
// byte of every tensor is touched.
#include "core/error.h"
#include "fuzz/fuzz.h"
#include "model/checkpoint/tensor_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = remedy::testing::put("weights", data, size);
  try {
    (void)remedy::read_checkpoint(file).content();
  } catch (const remedy::Error&) {
  }
  return 0;
}
