// A generator whose numbers are the same with every compiler and standard library.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace remedy::statistics {

// One block of Philox4x32-10, a function of counter and key alone: Salmon, Moraes, Dror and Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key);

// The sequence of numbers that belongs to (seed, stream). Streams are independent of each other, so
// that item i of a simulation can use stream i and not depend on the items before it.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) : seed_(seed), stream_(stream) {}

  std::uint32_t bits();
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
  std::uint64_t seed_;
  std::uint64_t stream_;
  std::uint64_t block_ = 0;
  std::size_t next_ = 4;  // position in words_; 4 when they are used up
  std::array<std::uint32_t, 4> words_{};
};

}  // namespace remedy::statistics
