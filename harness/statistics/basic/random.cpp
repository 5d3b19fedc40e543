#include "statistics/basic/random.h"

#include <stdexcept>

#include "statistics/basic/normal.h"

namespace remedy::statistics {
namespace {

std::uint32_t low_word(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high_word(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream)
    : words_({0, 0, low_word(stream), high_word(stream)}, {low_word(seed), high_word(seed)}) {}

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
