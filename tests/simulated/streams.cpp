#include "simulated/streams.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <mutex>

#include "simulated/device_memory.h"

namespace remedy::simulated {
namespace {

using Clock = std::map<StreamKey, std::uint64_t>;

struct Streams {
  std::mutex mutex;
  std::uint64_t now = 0;
  std::map<StreamKey, Clock> waited;  // of each stream: up to which work of others
  Clock host;
  std::map<const void*, Work> uses;  // of memory, the last
};

Streams& streams() {
  static auto* all = new Streams;
  return *all;
}

thread_local std::map<c10::DeviceIndex, c10::StreamId> stream_ids;

std::uint64_t place_of(const Clock& clock, const StreamKey& key) {
  const auto found = clock.find(key);
  return found == clock.end() ? 0 : found->second;
}

bool is_ordered(Streams& all, const Work& earlier, const StreamKey& later) {
  return earlier.stream == later || place_of(all.host, earlier.stream) >= earlier.number ||
         place_of(all.waited[later], earlier.stream) >= earlier.number;
}

}  // namespace

StreamKey key_of(const c10::Stream& stream) { return {stream.device_index(), stream.id()}; }

c10::Stream current_stream(c10::Device device) noexcept {
  const auto found = stream_ids.find(device.index());
  return c10::Stream(c10::Stream::UNSAFE, device, found == stream_ids.end() ? 0 : found->second);
}

c10::Stream exchange_stream(c10::Stream stream) noexcept {
  const c10::Stream before = current_stream(stream.device());
  stream_ids[stream.device_index()] = stream.id();
  return before;
}

c10::Stream second_stream(c10::Device device) {
  return c10::Stream(c10::Stream::UNSAFE, device, 1);
}

Work enqueue(c10::Device device) {
  Streams& all = streams();
  const std::lock_guard lock(all.mutex);
  return {key_of(current_stream(device)), ++all.now};
}

bool ordered(const Work& earlier, const StreamKey& later) {
  const std::lock_guard lock(streams().mutex);
  return is_ordered(streams(), earlier, later);
}

RecordedEvent record_event(const c10::Stream& stream) {
  Streams& all = streams();
  const std::lock_guard lock(all.mutex);
  return {{key_of(stream), all.now}, all.waited[key_of(stream)]};
}

void wait_for(const RecordedEvent& event, const c10::Stream& stream) {
  Streams& all = streams();
  const std::lock_guard lock(all.mutex);
  Clock& clock = all.waited[key_of(stream)];
  const auto reach = [&](const StreamKey& other, std::uint64_t number) {
    clock[other] = std::max(clock[other], number);
  };
  reach(event.last.stream, event.last.number);
  for (const auto& [other, number] : event.after) reach(other, number);
}

void host_waited(const StreamKey& stream) {
  const std::lock_guard lock(streams().mutex);
  streams().host[stream] = streams().now;
}

void use_memory(const void* memory, c10::Device device) {
  if (memory == nullptr) return;
  const Work work = enqueue(device);
  Streams& all = streams();
  const std::lock_guard lock(all.mutex);
  Work& last = all.uses[memory];
  TORCH_CHECK(last.number == 0 || is_ordered(all, last, work.stream),
              "two streams of the simulated device use the same memory, and no event says which "
              "comes first");
  last = work;
}

void forget_memory(const void* memory) {
  const std::lock_guard lock(streams().mutex);
  streams().uses.erase(memory);
}

}  // namespace remedy::simulated
