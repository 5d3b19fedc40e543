#include "worker/device.h"

#include <ATen/Context.h>
#include <torch/cuda.h>

#include <cstdlib>

#include "core/error.h"

namespace remedy {

c10::Device parse_device(const std::string& text) {
  const auto device = [&] {
    try {
      return c10::Device(text);
    } catch (const std::exception&) {
      throw Error("--device {}: expected auto, cpu, cuda or cuda:<index>", text);
    }
  }();
  if (device.is_cpu()) return device;
  if (!device.is_cuda()) {
    throw Error("--device {}: expected auto, cpu, cuda or cuda:<index>", text);
  }
  const auto count = static_cast<int>(torch::cuda::device_count());
  if (count == 0) {
    throw Error(
        "--device {}: this machine has no usable CUDA device, or this build has no CUDA; use "
        "--device cpu",
        text);
  }
  if (device.index() >= count) {
    throw Error("--device {}: this machine has {} CUDA device{}, so the last is cuda:{}", text,
                count, count == 1 ? "" : "s", count - 1);
  }
  // With its number: tensors tell theirs, and cuda is not equal to cuda:0.
  return c10::Device(c10::kCUDA, device.has_index() ? device.index() : c10::DeviceIndex{0});
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
