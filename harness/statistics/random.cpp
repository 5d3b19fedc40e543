#include "statistics/random.h"

#include <stdexcept>

#include "statistics/normal.h"

namespace remedy::statistics {
namespace {

std::uint32_t low_word(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high_word(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t first = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t second = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {high_word(second) ^ counter[1] ^ key[0], low_word(second),
               high_word(first) ^ counter[3] ^ key[1], low_word(first)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

std::uint32_t Random::bits() {
  if (next_ == words_.size()) {
    words_ = philox({low_word(block_), high_word(block_), low_word(stream_), high_word(stream_)},
                    {low_word(seed_), high_word(seed_)});
    ++block_;
    next_ = 0;
  }
  return words_[next_++];
}

double Random::uniform() {
  const std::uint64_t high = bits();
  const std::uint64_t joined = (high << 20) | (bits() >> 12);
  return (static_cast<double>(joined) + 0.5) * 0x1p-52;
}

double Random::normal() { return normal_quantile(uniform()); }

std::uint32_t Random::below(std::uint32_t bound) {
  if (bound == 0) throw std::invalid_argument("Random::below: the bound must be positive");
  // D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019): rejects the
  // 2^32 mod bound values that would favour some results.
  const std::uint32_t surplus = (0u - bound) % bound;
  std::uint64_t product = std::uint64_t{bits()} * bound;
  while (low_word(product) < surplus) product = std::uint64_t{bits()} * bound;
  return high_word(product);
}

}  // namespace remedy::statistics
