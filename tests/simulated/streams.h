// The streams of a simulated accelerator: queues of work, of which only events say what comes
// first. Work of one that touches memory which another may still be using is an error here; on a
// GPU it gives wrong numbers now and then.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/Stream.h>

#include <cstdint>
#include <map>
#include <utility>

namespace remedy::simulated {

using StreamKey = std::pair<c10::DeviceIndex, c10::StreamId>;

StreamKey key_of(const c10::Stream& stream);
// The stream that this thread gives its work to.
c10::Stream current_stream(c10::Device device) noexcept;
c10::Stream exchange_stream(c10::Stream stream) noexcept;
// One for each device, for copies beside what is computed.
c10::Stream second_stream(c10::Device device);

// A piece of work: a place in the queue of a stream. Numbers grow over all streams.
struct Work {
  StreamKey stream;
  std::uint64_t number = 0;
};
Work enqueue(c10::Device device);
// Whether `earlier` has ended before what `later` is given from now on begins.
bool ordered(const Work& earlier, const StreamKey& later);

// What a stream had been given when it was recorded, and what that comes after.
struct RecordedEvent {
  Work last;
  std::map<StreamKey, std::uint64_t> after;
};
RecordedEvent record_event(const c10::Stream& stream);
void wait_for(const RecordedEvent& event, const c10::Stream& stream);
// The host has waited for a stream: what anybody is given from now on comes after its work.
void host_waited(const StreamKey& stream);

// The current stream uses this memory from now on. Throws where others may still be using it.
void use_memory(const void* memory, c10::Device device);
// It was freed.
void forget_memory(const void* memory);

}  // namespace remedy::simulated
