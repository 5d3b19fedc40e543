#include "statistics/mover.h"

#include <gtest/gtest.h>

#include <cmath>

namespace remedy::statistics {
namespace {

// Of symmetric intervals it is the usual one: standard errors add as squares.
TEST(Mover, OfSymmetricIntervalsIsPythagoras) {
  const Interval sum = mover_sum({2, {2 - 3, 2 + 3}}, {1, {1 - 4, 1 + 4}});
  EXPECT_NEAR(sum.low, 3 - 5, 1e-12);
  EXPECT_NEAR(sum.high, 3 + 5, 1e-12);
}

// Zou and Donner's equation for a difference: low takes a's lower and b's upper distance.
TEST(Mover, OfADifferenceTakesTheOppositeEndOfTheSecond) {
  const Interval found = mover_difference({0.7, {0.6, 0.75}}, {0.4, {0.36, 0.52}});
  EXPECT_NEAR(found.low, 0.3 - std::sqrt(0.1 * 0.1 + 0.12 * 0.12), 1e-12);
  EXPECT_NEAR(found.high, 0.3 + std::sqrt(0.05 * 0.05 + 0.04 * 0.04), 1e-12);
}

TEST(Mover, AnEstimateOutsideItsIntervalStandsAtItsEnd) {
  const Interval found = mover_sum({1, {0.5, 0.9}}, {0, {0, 0}});
  EXPECT_NEAR(found.low, 0.5, 1e-12);
  EXPECT_NEAR(found.high, 1, 1e-12);
}

}  // namespace
}  // namespace remedy::statistics
