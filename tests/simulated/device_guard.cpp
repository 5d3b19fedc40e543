// How libtorch asks for devices and streams of the simulated accelerator.
#include <c10/core/impl/DeviceGuardImplInterface.h>

#include "simulated/device_memory.h"
#include "simulated/streams.h"
#include "simulated/transfers.h"

namespace remedy::simulated {
namespace {

class Guard final : public c10::impl::DeviceGuardImplInterface {
 public:
  static constexpr c10::DeviceType static_type = kType;

  c10::DeviceType type() const override { return kType; }
  c10::Device exchangeDevice(c10::Device device) const override {
    const c10::Device before = current_device();
    set_current_device(device);
    return before;
  }
  c10::Device getDevice() const override { return current_device(); }
  void setDevice(c10::Device device) const override { set_current_device(device); }
  void uncheckedSetDevice(c10::Device device) const noexcept override {
    set_current_device(device);
  }
  c10::Stream getStream(c10::Device device) const noexcept override {
    return current_stream(device);
  }
  c10::Stream getDefaultStream(c10::Device device) const override {
    return c10::Stream(c10::Stream::DEFAULT, device);
  }
  c10::Stream getStreamFromGlobalPool(c10::Device device, bool /*urgent*/) const override {
    return second_stream(device);
  }
  c10::Stream exchangeStream(c10::Stream stream) const noexcept override {
    return exchange_stream(stream);
  }
  c10::DeviceIndex deviceCount() const noexcept override {
    return static_cast<c10::DeviceIndex>(device_count());
  }
  bool queryStream(const c10::Stream& stream) const override {
    return copies_ended(record_event(stream));
  }
  void synchronizeStream(const c10::Stream& stream) const override { synchronise(stream); }

  void record(void** event, const c10::Stream& stream, const c10::DeviceIndex /*device*/,
              const c10::EventFlag /*flag*/) const override {
    if (*event == nullptr) *event = new RecordedEvent;
    *static_cast<RecordedEvent*>(*event) = record_event(stream);
  }
  void block(void* event, const c10::Stream& stream) const override {
    if (event != nullptr) wait_for(*static_cast<RecordedEvent*>(event), stream);
  }
  bool queryEvent(void* event) const override {
    return event == nullptr || copies_ended(*static_cast<RecordedEvent*>(event));
  }
  void destroyEvent(void* event, const c10::DeviceIndex /*device*/) const noexcept override {
    delete static_cast<RecordedEvent*>(event);
  }
};

}  // namespace

C10_REGISTER_GUARD_IMPL(PrivateUse1, Guard);

}  // namespace remedy::simulated
