// How much memory a device has, for whoever decides what may lie there.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstdint>
#include <optional>

namespace remedy {

// In bytes. `free` counts what this process holds and could use again.
struct DeviceMemory {
  std::int64_t free = 0;
  std::int64_t total = 0;
  std::int64_t peak = 0;  // most that this process has used at a time
};

// Nothing for the CPU, and where nobody can tell. A library that was loaded and brings a device of
// another kind than CUDA may tell by a C function remedy_device_memory(index, &free, &total, &peak,
// restart), of int, three pointers to long long and int, which returns 0 where it knows; `restart`
// other than 0 begins a new peak.
std::optional<DeviceMemory> device_memory(c10::Device device);
// The peak is from now on.
void restart_memory_peak(c10::Device device);

// A copy of a tensor on the CPU in memory that the device can read while the host goes on. Throws
// what libtorch throws where the host has too little.
at::Tensor pinned(const at::Tensor& tensor, c10::Device device);

}  // namespace remedy
