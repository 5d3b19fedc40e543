#include "metrics/target_margin.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"

namespace remedy {
namespace {

TEST(TargetMargin, IsTheBestOfTheTargetMinusTheBestOfTheOthers) {
  const std::vector<float> logits = {0.5F, 2, -1,   1,   // class 1 against class 3
                                     3,    1, 2.5F, 0};  // class 2 against class 0
  const TargetMargins found = target_margins(logits.data(), 2, 4, {1, 2});
  EXPECT_EQ(found.margin, (std::vector<float>{1, -0.5F}));
  EXPECT_EQ(found.target, (std::vector<std::int32_t>{1, 2}));
  EXPECT_EQ(found.other, (std::vector<std::int32_t>{3, 0}));
}

TEST(TargetMargin, ATieNamesTheLowerIndex) {
  const std::vector<float> logits = {1, 2, 1, 2};
  const TargetMargins found = target_margins(logits.data(), 1, 4, {1, 3});
  EXPECT_EQ(found.target[0], 1);
  EXPECT_EQ(found.other[0], 0);
}

TEST(TargetMargin, AConstantOnTheTargetsLogitsMovesEveryMarginByIt) {
  std::mt19937 random(5);
  std::normal_distribution<float> normal;
  std::vector<float> logits(300 * 7);
  for (float& logit : logits) logit = normal(random);
  const TargetMargins before = target_margins(logits.data(), 300, 7, {2, 5});
  for (std::size_t i = 0; i < logits.size(); ++i) logits[i] += i % 7 == 2 || i % 7 == 5 ? 3 : 0;
  const TargetMargins after = target_margins(logits.data(), 300, 7, {2, 5}, /*threads=*/2);
  EXPECT_EQ(before.target, after.target);
  EXPECT_EQ(before.other, after.other);
  for (std::size_t i = 0; i < 300; ++i) {
    EXPECT_NEAR(after.margin[i], before.margin[i] + 3, 1e-6);
  }
}

TEST(TargetMargin, WithoutAnotherClassItIsInfiniteAndWithoutATargetAnError) {
  const std::vector<float> logits = {1, 2};
  EXPECT_TRUE(std::isinf(target_margins(logits.data(), 1, 2, {0, 1}).margin[0]));
  EXPECT_EQ(target_margins(logits.data(), 1, 2, {0, 1}).other[0], -1);
  EXPECT_THROW(target_margins(logits.data(), 1, 2, {}), Error);
}

}  // namespace
}  // namespace remedy
