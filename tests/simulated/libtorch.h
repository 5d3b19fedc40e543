// Where libtorch 1.13 and 2 differ for whoever brings a device.
#pragma once

#include <c10/core/Allocator.h>
#include <torch/version.h>

#include <cstddef>
#include <cstring>

namespace remedy::simulated {

// Allocates by allocate_bytes(), whatever libtorch's own function is like.
class AnyAllocator : public c10::Allocator {
 public:
#if TORCH_VERSION_MAJOR >= 2
  c10::DataPtr allocate(std::size_t bytes) override { return allocate_bytes(bytes); }
  void copy_data(void* to, const void* from, std::size_t bytes) const override {
    std::memcpy(to, from, bytes);
  }
#else
  c10::DataPtr allocate(std::size_t bytes) const override { return allocate_bytes(bytes); }
#endif

 private:
  virtual c10::DataPtr allocate_bytes(std::size_t bytes) const = 0;
};

}  // namespace remedy::simulated
