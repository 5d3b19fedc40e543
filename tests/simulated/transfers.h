// What goes between the host and a simulated accelerator.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Allocator.h>

#include <cstdint>

#include "simulated/streams.h"

namespace remedy::simulated {

struct Transfers {
  std::int64_t to_device = 0;  // copies; their bytes
  std::int64_t to_device_bytes = 0;
  std::int64_t to_host = 0;
  std::int64_t to_host_bytes = 0;
  std::int64_t waits = 0;  // of the host for the device: copies to the host, blocking copies
};
Transfers transfers();
void reset_transfers();

// Copies `from` into `to`, of which one or both are the device's. A copy to the device that need
// not block, of memory that is pinned, is carried out when the device uses `to` or the host waits;
// what the host writes into `from` before that is what arrives.
void transfer(const at::Tensor& from, const at::Tensor& to, bool non_blocking);

// The device's current stream uses this memory: carries out what is to come before. Throws where
// no event says that it comes before.
void used_by_device(const void* memory, c10::Device device);
// Has the host wait for a stream; for the current one of a device.
void synchronise(const c10::Stream& stream);
void synchronise(c10::Device device);
// Whether what was recorded holds no copy that is yet to be carried out.
bool copies_ended(const RecordedEvent& event);

// Host memory that copies need not block for.
at::Tensor pinned_copy(const at::Tensor& tensor);
// Whether it is a piece of such memory.
bool is_pinned(const void* memory);
c10::Allocator* pinned_allocator();

}  // namespace remedy::simulated
