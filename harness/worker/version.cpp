#include "worker/version.h"

#include <torch/version.h>

#include "core/version.h"
#include "remedy/build_tag.h"

#ifdef REMEDY_CUDA
#include <ATen/cuda/CUDAContext.h>
#endif

namespace remedy {

std::string harness_version() { return kHarnessVersion; }

std::string libtorch_version() { return TORCH_VERSION; }

std::string compiler_version() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "gcc " __VERSION__;
#endif
}

std::string device_name(c10::Device device) {
#ifdef REMEDY_CUDA
  if (device.is_cuda()) {
    return std::string("cuda: ") + at::cuda::getDeviceProperties(device.index())->name;
  }
#endif
  return device.str();
}

}  // namespace remedy
