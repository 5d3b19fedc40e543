#include "simulated/transfers.h"

#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/core/LegacyTypeDispatch.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "simulated/device_memory.h"
#include "simulated/host_view.h"
#include "simulated/libtorch.h"

namespace remedy::simulated {
namespace {

struct Pending {
  at::Tensor from, to;
  Work work;
};

struct State {
  std::recursive_mutex mutex;
  Transfers counts;
  std::vector<Pending> pending;
  std::map<const void*, std::size_t> pinned;  // bytes, by beginning
};

State& state() {
  static auto* all = new State;
  return *all;
}

bool on_device(const at::Tensor& tensor) { return tensor.device().type() == kType; }

void carry_out(const at::Tensor& from, const at::Tensor& to) {
  const at::AutoDispatchBelowAutograd below;
  const Opened opened({from.storage().data(), to.storage().data()});
  const at::Tensor source = host_view(from);
  const at::Tensor target = host_view(to);
  target.copy_(source);
}

// Carries out those of the copies that are not yet which `chosen` picks.
template <typename Chosen>
void carry_out_pending(const Chosen& chosen) {
  std::vector<Pending> left;
  for (Pending& pending : std::exchange(state().pending, {})) {
    if (chosen(pending)) {
      carry_out(pending.from, pending.to);
    } else {
      left.push_back(std::move(pending));
    }
  }
  state().pending = std::move(left);
}

void free_pinned(void* memory) {
  {
    const std::lock_guard lock(state().mutex);
    state().pinned.erase(memory);
  }
  c10::GetAllocator(c10::kCPU)->raw_deallocate(memory);
}

// As the CPU's, and known for what it is.
class PinnedAllocator final : public AnyAllocator {
 public:
  c10::DeleterFnPtr raw_deleter() const override { return &free_pinned; }

 private:
  c10::DataPtr allocate_bytes(std::size_t bytes) const override {
    void* memory = c10::GetAllocator(c10::kCPU)->raw_allocate(std::max<std::size_t>(bytes, 1));
    const std::lock_guard lock(state().mutex);
    state().pinned[memory] = bytes;
    return {memory, memory, &free_pinned, c10::Device(c10::kCPU)};
  }
};

}  // namespace

Transfers transfers() {
  const std::lock_guard lock(state().mutex);
  return state().counts;
}

void reset_transfers() {
  const std::lock_guard lock(state().mutex);
  state().counts = {};
}

void transfer(const at::Tensor& from, const at::Tensor& to, bool non_blocking) {
  const std::lock_guard lock(state().mutex);
  Transfers& counts = state().counts;
  const auto bytes = static_cast<std::int64_t>(to.nbytes());
  if (on_device(to) && !on_device(from)) {
    ++counts.to_device;
    counts.to_device_bytes += bytes;
    used_by_device(to.storage().data(), to.device());
    if (non_blocking && is_pinned(from.storage().data())) {
      state().pending.push_back({from, to, enqueue(to.device())});
      return;
    }
    synchronise(to.device());
  } else if (!on_device(to)) {
    ++counts.to_host;
    counts.to_host_bytes += bytes;
    used_by_device(from.storage().data(), from.device());
    synchronise(from.device());
  } else {
    used_by_device(from.storage().data(), from.device());
    used_by_device(to.storage().data(), to.device());
  }
  carry_out(from, to);
}

void used_by_device(const void* memory, c10::Device device) {
  const std::lock_guard lock(state().mutex);
  use_memory(memory, device);
  carry_out_pending([&](const Pending& one) { return one.to.storage().data() == memory; });
}

void synchronise(const c10::Stream& stream) {
  const std::lock_guard lock(state().mutex);
  ++state().counts.waits;
  carry_out_pending([&](const Pending& one) { return ordered(one.work, key_of(stream)); });
  host_waited(key_of(stream));
}

void synchronise(c10::Device device) { synchronise(current_stream(device)); }

bool copies_ended(const RecordedEvent& event) {
  const std::lock_guard lock(state().mutex);
  return std::none_of(state().pending.begin(), state().pending.end(), [&](const Pending& one) {
    return one.work.stream == event.last.stream && one.work.number <= event.last.number;
  });
}

c10::Allocator* pinned_allocator() {
  static PinnedAllocator allocator;
  return &allocator;
}

at::Tensor pinned_copy(const at::Tensor& tensor) {
  at::Tensor result = at::detail::empty_strided_generic(
      tensor.sizes(), tensor.strides(), pinned_allocator(),
      c10::DispatchKeySet(c10::DispatchKey::CPU), tensor.scalar_type());
  return result.copy_(tensor);
}

bool is_pinned(const void* memory) {
  const std::lock_guard lock(state().mutex);
  const auto after = state().pinned.upper_bound(memory);
  if (after == state().pinned.begin()) return false;
  const auto& [begin, bytes] = *std::prev(after);
  return static_cast<const char*>(memory) < static_cast<const char*>(begin) + bytes;
}

}  // namespace remedy::simulated
