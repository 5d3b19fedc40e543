#include "statistics/paired_proportions.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(BonettPrice, HasAWidthWhereNothingDiffers) {
  const Interval found = bonett_price_interval(0, 0, 48);
  EXPECT_NEAR(found.high, 1.959963984540054 * 0.2 / 7.0710678118654755, 1e-12);  // sqrt(.04 / 50)
  EXPECT_EQ(found.low, -found.high);
}

TEST(BonettPrice, TurnsRoundWithItsModels) {
  const Interval one = bonett_price_interval(12, 3, 100), other = bonett_price_interval(3, 12, 100);
  EXPECT_DOUBLE_EQ(one.low, -other.high);
  EXPECT_DOUBLE_EQ(one.high, -other.low);
  EXPECT_GT(one.low, 0);
}

TEST(BonettPrice, StaysWithinWhatIsPossible) {
  EXPECT_EQ(bonett_price_interval(3, 0, 3).high, 1);
  EXPECT_EQ(bonett_price_interval(0, 0, 0).low, -1);
  EXPECT_EQ(bonett_price_interval(0, 0, 0).high, 1);
}

TEST(BonettPrice, RefusesWhatCannotBeCounted) {
  EXPECT_THROW(bonett_price_interval(-1, 0, 5), std::invalid_argument);
  EXPECT_THROW(bonett_price_interval(3, 3, 5), std::invalid_argument);
  EXPECT_THROW(bonett_price_interval(1, 1, 5, 0), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
