#include "data/emoji/random_stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace remedy {
namespace {

TEST(RandomStream, TakesItsBlocksInOrderOfTheirCounter) {
  RandomStream stream(7, 9, (std::uint64_t{3} << 32) | 5, Purpose::kClutter);
  for (std::uint32_t block = 0; block < 3; ++block) {
    for (const std::uint32_t word : statistics::philox({block, 4, 5, 3}, {7, 9}))
      EXPECT_EQ(stream.word(), word);
  }
}

TEST(RandomStream, DiffersInEveryPartOfItsKey) {
  const auto first = [](std::uint32_t split, std::uint32_t class_index, std::uint64_t index,
                        Purpose purpose) {
    return RandomStream(split, class_index, index, purpose).word();
  };
  const std::set<std::uint32_t> words = {first(0, 0, 0, Purpose::kRainbow),
                                         first(1, 0, 0, Purpose::kRainbow),
                                         first(0, 1, 0, Purpose::kRainbow),
                                         first(0, 0, 1, Purpose::kRainbow),
                                         first(0, 0, std::uint64_t{1} << 32, Purpose::kRainbow),
                                         first(0, 0, 0, Purpose::kNoise)};
  EXPECT_EQ(words.size(), 6U);
}

TEST(RandomStream, UniformNumbersHaveTheMomentsOfTheUnitInterval) {
  RandomStream stream(1, 2, 3, Purpose::kNoise);
  constexpr int kDraws = 40000;
  double sum = 0;
  double squares = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const double value = stream.uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
    squares += value * value;
  }
  // Five standard errors.
  EXPECT_NEAR(sum / kDraws, 0.5, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / kDraws));
}

TEST(RandomStream, NormalNumbersHaveMeanZeroAndVarianceOne) {
  RandomStream stream(1, 2, 3, Purpose::kNoise);
  constexpr int kDraws = 40000;
  double sum = 0;
  double squares = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const double value = stream.normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 5 / std::sqrt(kDraws));
  EXPECT_NEAR(squares / kDraws, 1.0, 5 * std::sqrt(2.0 / kDraws));
}

TEST(RandomStream, BelowReachesEveryNumberAndNoOther) {
  RandomStream stream(1, 2, 3, Purpose::kNoise);
  std::set<int> seen;
  for (int draw = 0; draw < 400; ++draw) seen.insert(stream.below(7));
  EXPECT_EQ(seen, (std::set<int>{0, 1, 2, 3, 4, 5, 6}));
}

}  // namespace
}  // namespace remedy
