#include "data/emoji/random_stream.h"

namespace remedy {

RandomStream::RandomStream(std::uint32_t split, std::uint32_t class_index, std::uint64_t index,
                           Purpose purpose)
    : words_({0, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(index),
              static_cast<std::uint32_t>(index >> 32)},
             {split, class_index}) {}

float RandomStream::uniform() { return static_cast<float>(word() >> 8) * 0x1p-24F; }

float RandomStream::uniform(float low, float high) { return low + (high - low) * uniform(); }

int RandomStream::below(int count) {
  return static_cast<int>(
      (static_cast<std::uint64_t>(word()) * static_cast<std::uint64_t>(count)) >> 32);
}

bool RandomStream::chance(float probability) { return uniform() < probability; }

float RandomStream::normal() {
  const std::uint32_t bits = word();
  const std::uint32_t sum =
      (bits & 0xFF) + ((bits >> 8) & 0xFF) + ((bits >> 16) & 0xFF) + (bits >> 24);
  // Four uniform bytes: mean 4 * 127.5, variance 4 * (256^2 - 1) / 12.
  constexpr float kDeviation = 147.79936F;
  return (static_cast<float>(sum) - 510.0F) * (1.0F / kDeviation);
}

}  // namespace remedy
