#include "data/emoji/philox.h"

namespace remedy {
namespace {

constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85;
constexpr int kRounds = 10;

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

RandomStream::RandomStream(std::uint32_t split, std::uint32_t class_index, std::uint64_t index,
                           Purpose purpose)
    : key_{split, class_index},
      counter_{0, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(index),
               static_cast<std::uint32_t>(index >> 32)} {}

std::uint32_t RandomStream::word() {
  if (used_ == 4) {
    block_ = philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[static_cast<std::size_t>(used_++)];
}

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
