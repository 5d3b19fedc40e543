#include "statistics/basic/describe.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(Describe, MeanAndSpread) {
  const std::vector<double> values{2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_EQ(mean(values), 5.0);
  EXPECT_NEAR(standard_deviation(values), std::sqrt(32.0 / 7.0), 1e-15);
}

TEST(Describe, FloatsAreSummedAsDoubles) {
  EXPECT_EQ(mean(std::vector<float>{16777216.0F, 1.0F, 1.0F, 2.0F}), 4194305.0);
}

TEST(Describe, QuantileInterpolatesBetweenNeighbours) {
  EXPECT_NEAR(quantile({10, 20, 30, 40}, 0.25), 17.5, 1e-12);
  EXPECT_EQ(quantile({10, 20, 30, 40}, 0.0), 10.0);
  EXPECT_EQ(quantile({10, 20, 30, 40}, 1.0), 40.0);
}

TEST(Describe, QuantileTakesInfiniteValues) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(quantile({1, infinity, infinity}, 0.75), infinity);
  EXPECT_EQ(quantile({1, 2, infinity}, 0.5), 2.0);
  EXPECT_EQ(quantile({1, 2, infinity}, 0.75), infinity);
  EXPECT_EQ(quantile({-infinity, 2, 3}, 0.25), -infinity);
}

TEST(Describe, IsNaNWithoutValuesOrWithNaN) {
  EXPECT_TRUE(std::isnan(mean(std::vector<double>{})));
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
  EXPECT_TRUE(std::isnan(mean(std::vector<double>{1, std::nan("")})));
  EXPECT_TRUE(std::isnan(standard_deviation({3})));
  EXPECT_TRUE(std::isnan(standard_deviation({1, std::nan("")})));
}

TEST(Describe, RefusesALevelOutsideTheUnitInterval) {
  EXPECT_THROW(quantile({1}, 1.1), std::invalid_argument);
  EXPECT_THROW(quantile({1}, std::nan("")), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
