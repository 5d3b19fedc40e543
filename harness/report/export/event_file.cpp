#include "report/export/event_file.h"

#include <array>
#include <cstring>

namespace remedy {
namespace {

std::uint32_t crc32c(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0x82f63b78u : 0u);
      made[i] = value;
    }
    return made;
  }();
  std::uint32_t sum = ~0u;
  for (const char byte : bytes) {
    sum = table[(sum ^ static_cast<unsigned char>(byte)) & 0xff] ^ (sum >> 8);
  }
  return ~sum;
}

// Little-endian, as everything that TensorBoard reads.
template <class Number>
std::string bytes_of(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::string masked_sum(std::string_view bytes) {
  const std::uint32_t sum = crc32c(bytes);
  return bytes_of((sum >> 15 | sum << 17) + 0xa282ead8u);
}

}  // namespace

Message& Message::number(int field, double value) { return key(field, 1).append(bytes_of(value)); }

Message& Message::number(int field, float value) { return key(field, 5).append(bytes_of(value)); }

EventFile::EventFile(double time) : time_(time) { add(event(0).text(3, "brain.Event:2")); }

void EventFile::add_scalar(std::int64_t step, const std::string& tag, double value) {
  add_summary(step, Message().text(1, tag).number(2, static_cast<float>(value)));
}

void EventFile::add_hyperparameters(const std::string& tag, const Message& data) {
  const Message plugin = Message().text(1, "hparams").text(2, data.bytes());
  add_summary(0, Message().text(1, tag).message(9, Message().message(1, plugin)));
}

Message EventFile::event(std::int64_t step) const {
  Message event = Message().number(1, time_);
  return step == 0 ? event : event.integer(2, static_cast<std::uint64_t>(step));
}

void EventFile::add_summary(std::int64_t step, const Message& value) {
  add(event(step).message(5, Message().message(1, value)));
}

void EventFile::add(const Message& event) {
  const std::string length = bytes_of(std::uint64_t{event.bytes().size()});
  bytes_ += length + masked_sum(length) + event.bytes() + masked_sum(event.bytes());
}

}  // namespace remedy
