#include "statistics/paired_proportions.h"

#include <gtest/gtest.h>

#include <cmath>
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

// Fagerland, Lydersen and Laake, Statistics in Medicine 33 (2014) 2850-2875: airway
// hyper-responsiveness (1, 7 and 1 of 21) and complete response (6, 16 and 59 of 161).
TEST(BonettPriceRatio, IsThatOfPublishedTables) {
  const Interval airway = bonett_price_ratio_interval(1, 7, 1);
  EXPECT_NEAR(airway.low, 0.06773400143769347, 1e-9);
  EXPECT_NEAR(airway.high, 0.9227271189269981, 1e-9);
  const Interval response = bonett_price_ratio_interval(6, 16, 59);
  EXPECT_NEAR(response.low, 0.7579028472587248, 1e-9);
  EXPECT_NEAR(response.high, 0.9910387773681298, 1e-9);
}

TEST(BonettPriceRatio, WithoutImagesNothingIsKnown) {
  EXPECT_EQ(bonett_price_ratio_interval(0, 0, 0).low, 0);
  EXPECT_TRUE(std::isinf(bonett_price_ratio_interval(0, 0, 0).high));
  EXPECT_TRUE(std::isinf(bonett_price_ratio_interval(3, 0, 0).high));
  EXPECT_THROW(bonett_price_ratio_interval(-1, 0, 0), std::invalid_argument);
  EXPECT_THROW(bonett_price_ratio_interval(1, 0, 0, 1), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
