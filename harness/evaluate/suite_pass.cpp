#include "evaluate/suite_pass.h"

#include <ATen/ATen.h>
#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>

#include "model/device_memory.h"

namespace remedy {

class SuitePass::Stream {
 public:
  explicit Stream(const SuiteTensor& suite)
      : suite_(suite),
        device_(suite.device()),
        streams_(device_.type()),
        copies_(streams_.getStreamFromGlobalPool(device_, /*isHighPriority=*/false)) {}
  ~Stream() { release(); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  at::Tensor images(std::int64_t first, std::int64_t count) {
    Buffer* now = find(first, count);
    if (now == nullptr) {
      const bool last = first + count == suite_.size();
      if (count != size_ && !(last && count < size_)) allocate(count);
      now = &buffers_[0];
      send(*now, first, count);
    }
    const c10::Stream computes = streams_.getStream(device_);
    now->copied.block(computes);
    at::Tensor images = suite_.normalised(now->there.narrow(0, 0, count));
    now->used.record(computes);
    now->count = 0;
    const std::int64_t next = first + count, left = suite_.size() - next;
    if (left > 0)
      send(now == &buffers_[0] ? buffers_[1] : buffers_[0], next, std::min(count, left));
    return images;
  }

 private:
  struct Buffer {
    explicit Buffer(c10::DeviceType type) : copied(type), used(type) {}

    at::Tensor pinned, there;           // uint8 [size_, H, W, 3]
    c10::Event copied, used;            // what is in `there` may be used; may be overwritten
    std::int64_t first = 0, count = 0;  // the images that wait there to be used
  };

  Buffer* find(std::int64_t first, std::int64_t count) {
    for (Buffer& one : buffers_) {
      if (count > 0 && one.first == first && one.count == count) return &one;
    }
    return nullptr;
  }

  void allocate(std::int64_t count) {
    release();
    std::vector<std::int64_t> shape = suite_.pixels().sizes().vec();
    shape[0] = count;
    for (Buffer& one : buffers_) {
      one.there = at::empty(shape, at::TensorOptions(at::kByte).device(device_));
      one.pinned = remedy::pinned(at::empty(shape, at::kByte), device_);
    }
    size_ = count;
  }

  // Memory goes back to the stream that computes, which must not give it to others before the last
  // copy into it has ended.
  void release() {
    for (Buffer& one : buffers_) {
      one.copied.block(streams_.getStream(device_));
      one.pinned = at::Tensor();
      one.there = at::Tensor();
      one.count = 0;
    }
    size_ = 0;
  }

  void send(Buffer& to, std::int64_t first, std::int64_t count) {
    // The host overwrites what the copy before has read: of the batch before the one in use, so
    // that there is hardly ever anything to wait for.
    if (!to.copied.query()) copies_.synchronize();
    const at::Tensor pinned = to.pinned.narrow(0, 0, count);
    pinned.copy_(suite_.pixels().narrow(0, first, count));
    const c10::StreamGuard on(copies_);
    to.used.block(copies_);
    to.there.narrow(0, 0, count).copy_(pinned, /*non_blocking=*/true);
    to.copied.record(copies_);
    to.first = first;
    to.count = count;
  }

  const SuiteTensor& suite_;
  c10::Device device_;
  c10::impl::VirtualGuardImpl streams_;
  c10::Stream copies_;
  std::int64_t size_ = 0;  // images of a buffer
  Buffer buffers_[2] = {Buffer(device_.type()), Buffer(device_.type())};
};

SuitePass::SuitePass(const SuiteTensor& suite) : suite_(suite) {
  if (suite.pixels().device() != suite.device()) stream_ = std::make_unique<Stream>(suite);
}

SuitePass::~SuitePass() = default;

at::Tensor SuitePass::images(std::int64_t first, std::int64_t count) {
  return stream_ ? stream_->images(first, count) : suite_.images(first, count);
}

}  // namespace remedy
