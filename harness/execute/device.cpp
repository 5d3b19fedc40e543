#include "execute/device.h"

#include <torch/cuda.h>

#include "core/error.h"

namespace remedy {

c10::Device parse_device(const std::string& text) {
  if (text != "cpu" && !torch::cuda::is_available()) {
    throw Error(
        "--device {}: this machine has no usable CUDA device, or this build has no CUDA; use "
        "--device cpu",
        text);
  }
  try {
    return c10::Device(text);
  } catch (const std::exception&) {
    throw Error("--device {}: expected auto, cpu, cuda or cuda:<index>", text);
  }
}

Architecture architecture(const Baseline& baseline, int classes) {
  return {baseline.architecture, classes, baseline.base_width,
          baseline.small_stem ? Stem::kSmall : Stem::kImageNet};
}

}  // namespace remedy
