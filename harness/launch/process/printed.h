// What a process prints, of which the beginning and the end are kept.
#pragma once

#include <cstddef>
#include <string>

namespace remedy {

class Printed {
 public:
  // Of a text over the sum of both so many bytes are kept.
  static constexpr std::size_t kBeginning = std::size_t{16} * 1024;
  static constexpr std::size_t kEnd = std::size_t{48} * 1024;

  void add(const char* bytes, std::size_t count);
  // What was added since the last time. Between beginning and end a line says what is left out.
  std::string take();

 private:
  std::string beginning_, end_;
  std::size_t left_out_ = 0;  // bytes
};

}  // namespace remedy
