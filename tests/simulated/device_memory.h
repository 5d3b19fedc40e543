// The memory of a simulated accelerator: pages of this process that can be touched only while the
// device works on them. The host reads or writes them otherwise and dies of SIGSEGV, where on a GPU
// it would read anything.
#pragma once

#include <c10/core/Allocator.h>
#include <c10/core/Device.h>

#include <cstddef>
#include <vector>

namespace remedy::simulated {

constexpr c10::DeviceType kType = c10::DeviceType::PrivateUse1;
inline const c10::Device kDevice(kType, 0);  // the first

// REMEDY_SIMULATED_DEVICES of them, or one; each with REMEDY_SIMULATED_MEMORY bytes, or as many as
// there are. More throws what libtorch says where CUDA's memory is at its end.
int device_count();
c10::Device current_device();
void set_current_device(c10::Device device) noexcept;
c10::Allocator* device_allocator();

// Of one device, since the process began.
struct MemoryUse {
  std::size_t bytes = 0;  // in use now
  std::size_t peak = 0;
  std::size_t allocations = 0;
};
MemoryUse memory_use(c10::Device device);
// From now on; 0: no limit. The peak begins anew.
void limit_memory(c10::Device device, std::size_t bytes);

// While it lives, the device works on the memory that these pointers lie at the beginning of.
// Pointers that are not the device's are passed over.
class Opened {
 public:
  explicit Opened(std::vector<const void*> memory);
  ~Opened();
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

 private:
  std::vector<const void*> memory_;
};

}  // namespace remedy::simulated
