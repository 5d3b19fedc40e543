#include "statistics/basic/random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(Random, IsTheGeneratorOnCountersOfTheStream) {
  Random random(0, 0);
  EXPECT_EQ(random.bits(), 0x6627e8d5u);
  Random high(0x299f31d0a4093822, 0x0370734413198a2e);
  EXPECT_EQ(high.bits(), philox({0, 0, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0})[0]);
}

TEST(Random, SeedsAndStreamsDiffer) {
  EXPECT_NE(Random(1, 0).bits(), Random(2, 0).bits());
  EXPECT_NE(Random(1, 0).bits(), Random(1, 1).bits());
}

TEST(Random, UniformAndNormalHaveTheirMoments) {
  constexpr int kCount = 100'000;
  Random random(7);
  double uniform = 0.0;
  double normal = 0.0;
  double squares = 0.0;
  for (int i = 0; i < kCount; ++i) {
    const double u = random.uniform();
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    uniform += u;
    const double z = random.normal();
    normal += z;
    squares += z * z;
  }
  EXPECT_NEAR(uniform / kCount, 0.5, 0.004);
  EXPECT_NEAR(normal / kCount, 0.0, 0.013);
  EXPECT_NEAR(squares / kCount, 1.0, 0.018);
}

TEST(Random, BelowReachesEveryValueEquallyOften) {
  Random random(3);
  std::vector<int> counts(7, 0);
  for (int i = 0; i < 70'000; ++i) ++counts.at(random.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
  EXPECT_EQ(random.below(1), 0u);
  EXPECT_THROW(random.below(0), std::invalid_argument);
}

TEST(Random, ShuffleKeepsTheElements) {
  std::vector<int> values{1, 2, 3, 4, 5};
  Random(5).shuffle(values);
  EXPECT_THAT(values, ::testing::UnorderedElementsAre(1, 2, 3, 4, 5));
}

}  // namespace
}  // namespace remedy::statistics
