// The bytes of a pickle, read front to back. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "model/checkpoint/pickle/pickle.h"

namespace remedy {

class PickleInput {
 public:
  PickleInput(std::string source, std::string_view bytes)
      : source_(std::move(source)), bytes_(bytes) {}

  const std::string& source() const { return source_; }
  std::size_t size() const { return bytes_.size(); }
  std::size_t position() const { return next_; }
  // Of the current instruction.
  std::size_t start() const { return start_; }

  std::uint8_t take_opcode() {
    start_ = next_;
    opcode_ = 0;
    opcode_ = static_cast<std::uint8_t>(take(1)[0]);
    return opcode_;
  }

  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size() - next_) fail("the pickle ends here; it is cut short or damaged");
    const std::string_view piece = bytes_.substr(next_, static_cast<std::size_t>(count));
    next_ += piece.size();
    return piece;
  }

  // Little-endian; count <= 8.
  std::uint64_t take_unsigned(std::size_t count) {
    const std::string_view piece = take(count);
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) {
      value = (value << 8) | static_cast<unsigned char>(piece[i]);
    }
    return value;
  }

  // Without its newline.
  std::string_view take_line() {
    const std::size_t end = bytes_.find('\n', next_);
    if (end == std::string_view::npos) fail("a line without an end");
    const std::string_view line = take(end - next_);
    take(1);
    return line;
  }

  // Names the pickle, the place and the instruction.
  template <typename... Args>
  [[noreturn]] void fail(fmt::format_string<Args...> format, Args&&... args) const {
    throw Error("{}: at byte {}, instruction {}: {}", source_, start_, opcode_name(opcode_),
                fmt::format(format, std::forward<Args>(args)...));
  }

 private:
  const std::string source_;
  const std::string_view bytes_;
  std::size_t start_ = 0;
  std::size_t next_ = 0;
  std::uint8_t opcode_ = 0;
};

}  // namespace remedy
