// A generator whose numbers are the same with every compiler and standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "statistics/basic/philox.h"

namespace remedy::statistics {

// The sequence of numbers that belongs to (seed, stream). Streams are independent of each other, so
// that item i of a simulation can use stream i and not depend on the items before it.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint32_t bits() { return words_.next(); }
  double uniform();                          // in the open interval (0, 1), on 2^52 midpoints
  double normal();                           // mean 0, variance 1
  std::uint32_t below(std::uint32_t bound);  // 0 to bound - 1 without bias; bound > 0

  // Puts the elements in a random order (Fisher and Yates).
  template <typename T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[below(static_cast<std::uint32_t>(i))]);
    }
  }

 private:
  PhiloxWords words_;
};

}  // namespace remedy::statistics
