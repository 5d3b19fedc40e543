// What goes between the host and a simulated accelerator.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

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

// Carries out what is to come before the device uses this memory.
void finish_copies_into(const void* memory);
// Has the host wait for all of them.
void synchronise();

// Host memory that copies need not block for.
at::Tensor pinned_copy(const at::Tensor& tensor);
bool is_pinned(const at::Tensor& tensor);

}  // namespace remedy::simulated
