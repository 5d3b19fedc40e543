#include "simulated/device_memory.h"

#include <c10/util/Exception.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>

#include "simulated/libtorch.h"
#include "simulated/streams.h"

namespace remedy::simulated {
namespace {

struct Block {
  std::size_t bytes = 0;  // whole pages
  int device = 0;
  int openings = 0;
};

std::size_t from_environment(const char* name, std::size_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Memory {
  std::mutex mutex;
  std::map<const void*, Block> blocks;
  std::vector<MemoryUse> uses{static_cast<std::size_t>(device_count())};
  std::vector<std::size_t> limits =
      std::vector<std::size_t>(uses.size(), from_environment("REMEDY_SIMULATED_MEMORY", 0));
};

Memory& memory() {
  static auto* all = new Memory;  // tensors are freed after the end of main
  return *all;
}

thread_local c10::DeviceIndex current = 0;

void protect(const void* begin, std::size_t bytes, int protection) {
  TORCH_INTERNAL_ASSERT(mprotect(const_cast<void*>(begin), bytes, protection) == 0);
}

void release(void* begin) {
  forget_memory(begin);
  Memory& all = memory();
  const std::lock_guard lock(all.mutex);
  const auto block = all.blocks.find(begin);
  all.uses[static_cast<std::size_t>(block->second.device)].bytes -= block->second.bytes;
  munmap(begin, block->second.bytes);
  all.blocks.erase(block);
}

class DeviceAllocator final : public AnyAllocator {
 public:
  c10::DeleterFnPtr raw_deleter() const override { return &release; }

 private:
  c10::DataPtr allocate_bytes(std::size_t bytes) const override {
    const c10::Device device = current_device();
    if (bytes == 0) return {nullptr, nullptr, &release, device};
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    bytes = (bytes + page - 1) / page * page;
    Memory& all = memory();
    const std::lock_guard lock(all.mutex);
    const auto index = static_cast<std::size_t>(device.index());
    MemoryUse& use = all.uses[index];
    const std::size_t limit = all.limits[index];
    TORCH_CHECK(limit == 0 || use.bytes + bytes <= limit, "CUDA out of memory. Tried to allocate ",
                bytes, " bytes. GPU ", device.index(), " has a total capacity of ", limit,
                " bytes, of which ", limit - std::min(limit, use.bytes), " are free. Simulated.");
    void* begin = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    TORCH_CHECK(begin != MAP_FAILED,
                "CUDA out of memory. The machine of the simulated device has not ", bytes,
                " bytes.");
    all.blocks[begin] = {bytes, device.index(), 0};
    use.bytes += bytes;
    use.peak = std::max(use.peak, use.bytes);
    ++use.allocations;
    return {begin, begin, &release, device};
  }
};

}  // namespace

int device_count() {
  static const auto count = static_cast<int>(from_environment("REMEDY_SIMULATED_DEVICES", 1));
  return count;
}

c10::Device current_device() { return {kType, current}; }

void set_current_device(c10::Device device) noexcept {
  if (device.has_index()) current = device.index();
}

c10::Allocator* device_allocator() {
  static DeviceAllocator allocator;
  return &allocator;
}

MemoryUse memory_use(c10::Device device) {
  const std::lock_guard lock(memory().mutex);
  return memory().uses[static_cast<std::size_t>(device.index())];
}

void limit_memory(c10::Device device, std::size_t bytes) {
  const std::lock_guard lock(memory().mutex);
  const auto index = static_cast<std::size_t>(device.index());
  memory().limits[index] = bytes;
  memory().uses[index].peak = memory().uses[index].bytes;
}

Opened::Opened(std::vector<const void*> pointers) : memory_(std::move(pointers)) {
  const std::lock_guard lock(memory().mutex);
  for (const void* begin : memory_) {
    const auto block = memory().blocks.find(begin);
    if (block == memory().blocks.end() || block->second.openings++ > 0) continue;
    protect(begin, block->second.bytes, PROT_READ | PROT_WRITE);
  }
}

Opened::~Opened() {
  const std::lock_guard lock(memory().mutex);
  for (const void* begin : memory_) {
    const auto block = memory().blocks.find(begin);
    if (block == memory().blocks.end() || --block->second.openings > 0) continue;
    protect(begin, block->second.bytes, PROT_NONE);
  }
}

}  // namespace remedy::simulated

// What model/device_memory.h asks for.
extern "C" int remedy_device_memory(int index, long long* free, long long* total, long long* peak,
                                    int restart) {
  using remedy::simulated::memory;
  const std::lock_guard lock(memory().mutex);
  const auto device = static_cast<std::size_t>(index);
  if (device >= memory().uses.size() || memory().limits[device] == 0) return 1;
  remedy::simulated::MemoryUse& use = memory().uses[device];
  if (restart != 0) use.peak = use.bytes;
  const std::size_t limit = memory().limits[device];
  *free = static_cast<long long>(limit - std::min(limit, use.bytes));
  *total = static_cast<long long>(limit);
  *peak = static_cast<long long>(use.peak);
  return 0;
}
