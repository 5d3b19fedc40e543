#include "worker/device.h"

#include <ATen/Context.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/cuda.h>

#include <cstdlib>

#include "core/error.h"
#include "model/device_failure.h"

#ifdef REMEDY_CUDA
#include <c10/cuda/CUDAFunctions.h>
#endif

namespace remedy {
namespace {

int device_count(c10::DeviceType type) {
  if (type == c10::kCUDA) return static_cast<int>(torch::cuda::device_count());
  if (type == c10::kMeta || !c10::impl::hasDeviceGuardImpl(type)) return 0;
  return c10::impl::getDeviceGuardImpl(type)->deviceCount();
}

std::string why_no_cuda() {
#ifdef REMEDY_CUDA
  try {
    c10::cuda::device_count_ensure_non_zero();
  } catch (const std::exception& error) {
    return plain_message(error);
  }
  return "nvidia-smi says which there are";
#else
  return "this is a build without CUDA, and the CMake preset cuda makes one with it";
#endif
}

std::string kind(c10::DeviceType type) { return c10::DeviceTypeName(type, /*lower_case=*/true); }

}  // namespace

c10::Device parse_device(const std::string& text) {
  const auto device = [&] {
    try {
      return c10::Device(text);
    } catch (const std::exception&) {
      throw Error("--device {}: expected auto, cpu, cuda or cuda:<index>", text);
    }
  }();
  if (device.is_cpu()) return device;
  const int count = device_count(device.type());
  if (count == 0) {
    if (!device.is_cuda()) {
      throw Error("--device {}: expected auto, cpu, cuda or cuda:<index>", text);
    }
    throw Error(
        "--device {}: this machine has no CUDA device that can be used: {}; or use "
        "--device cpu",
        text, why_no_cuda());
  }
  if (device.index() >= count) {
    throw Error("--device {}: this machine has {} device{} of that kind, so the last is {}:{}",
                text, count, count == 1 ? "" : "s", kind(device.type()), count - 1);
  }
  // With its number: tensors tell theirs, and cuda is not equal to cuda:0.
  return c10::Device(device.type(), device.has_index() ? device.index() : c10::DeviceIndex{0});
}

std::map<std::string, int> accelerators() {
  std::map<std::string, int> all;
  for (int type = 0; type < c10::COMPILE_TIME_MAX_DEVICE_TYPES; ++type) {
    const auto device = static_cast<c10::DeviceType>(type);
    if (device == c10::kCPU) continue;
    if (const int count = device_count(device); count > 0) all[kind(device)] = count;
  }
  return all;
}

void make_repeatable(c10::Device device) {
  if (!device.is_cuda()) return;
  // As NVIDIA documents it: the workspace is chosen when the library starts. What the user has set
  // stays.
  setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
  at::Context& context = at::globalContext();
  context.setDeterministicAlgorithms(true, /*warn_only=*/true);
  context.setDeterministicCuDNN(true);
  context.setBenchmarkCuDNN(false);
  context.setAllowTF32CuDNN(false);
  context.setAllowTF32CuBLAS(false);
}

}  // namespace remedy
