#include "model/device_memory.h"

#include <dlfcn.h>
#include <torch/version.h>

#ifdef REMEDY_CUDA
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <cuda_runtime_api.h>
#endif

namespace remedy {
namespace {

using Tell = int (*)(int index, long long* free, long long* total, long long* peak, int restart);

std::optional<DeviceMemory> told_by_library(c10::Device device, bool restart) {
  static const auto tell = reinterpret_cast<Tell>(dlsym(RTLD_DEFAULT, "remedy_device_memory"));
  long long free = 0, total = 0, peak = 0;
  if (tell == nullptr || tell(device.index(), &free, &total, &peak, restart ? 1 : 0) != 0) {
    return std::nullopt;
  }
  return DeviceMemory{free, total, peak};
}

}  // namespace

std::optional<DeviceMemory> device_memory(c10::Device device) {
  if (device.is_cpu()) return std::nullopt;
#ifdef REMEDY_CUDA
  if (device.is_cuda()) {
    const c10::cuda::CUDAGuard there(device);
    std::size_t free = 0, total = 0;
    if (cudaMemGetInfo(&free, &total) != cudaSuccess) return std::nullopt;
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(device.index());
    constexpr std::size_t kAll = 0;  // of the allocator's pools
    const std::int64_t idle =
        stats.reserved_bytes[kAll].current - stats.allocated_bytes[kAll].current;
    return DeviceMemory{static_cast<std::int64_t>(free) + idle, static_cast<std::int64_t>(total),
                        stats.allocated_bytes[kAll].peak};
  }
#endif
  return told_by_library(device, /*restart=*/false);
}

void restart_memory_peak(c10::Device device) {
  if (device.is_cpu()) return;
#ifdef REMEDY_CUDA
  if (device.is_cuda()) return c10::cuda::CUDACachingAllocator::resetPeakStats(device.index());
#endif
  told_by_library(device, /*restart=*/true);
}

at::Tensor pinned(const at::Tensor& tensor, [[maybe_unused]] c10::Device device) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 8)
  return tensor.pin_memory();  // for the process's accelerator; naming it is deprecated
#else
  return tensor.pin_memory(device);
#endif
}

}  // namespace remedy
