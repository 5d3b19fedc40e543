// TensorBoard's event files: records of protocol buffers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace remedy {

// A protocol buffer's message, field by field.
class Message {
 public:
  Message& integer(int field, std::uint64_t value) { return key(field, 0).varint(value); }
  Message& number(int field, double value);
  Message& number(int field, float value);
  Message& text(int field, std::string_view value) {
    return key(field, 2).varint(value.size()).append(value);
  }
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  Message& key(int field, int kind) {
    return varint(static_cast<std::uint64_t>(field << 3 | kind));
  }
  Message& varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
    return *this;
  }
  Message& append(std::string_view value) {
    bytes_ += value;
    return *this;
  }

  std::string bytes_;
};

// A record is its length (u64), the masked CRC-32C of those bytes (u32), the bytes, and their
// masked CRC-32C; the bytes are a protocol buffer of type Event. See record_writer.h, event.proto,
// summary.proto and plugins/hparams/plugin_data.proto of TensorFlow and TensorBoard.
class EventFile {
 public:
  // `time`: of all events, in seconds since 1970.
  explicit EventFile(double time);

  void add_scalar(std::int64_t step, const std::string& tag, double value);
  // For TensorBoard's plugin for hyperparameters, which reads the metadata of a summary.
  void add_hyperparameters(const std::string& tag, const Message& data);

  std::string take() { return std::move(bytes_); }

 private:
  Message event(std::int64_t step) const;
  void add_summary(std::int64_t step, const Message& value);
  void add(const Message& event);

  double time_;
  std::string bytes_;
};

}  // namespace remedy
