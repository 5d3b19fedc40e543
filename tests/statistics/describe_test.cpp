#include "statistics/describe.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Describe, MeanMedianAndSpread) {
  const std::vector<double> values{2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_EQ(mean(values), 5.0);
  EXPECT_EQ(median(values), 4.5);
  EXPECT_EQ(standard_deviation(values, /*lost_degrees=*/0), 2.0);
  EXPECT_NEAR(standard_deviation(values), std::sqrt(32.0 / 7.0), 1e-15);
}

TEST(Describe, QuantileInterpolatesBetweenNeighbours) {
  EXPECT_NEAR(quantile({40, 10, 30, 20}, 0.25), 17.5, 1e-12);
  EXPECT_EQ(quantile({40, 10, 30, 20}, 0.0), 10.0);
  EXPECT_EQ(quantile({40, 10, 30, 20}, 1.0), 40.0);
}

TEST(Describe, QuantileRanksInfiniteValues) {
  EXPECT_EQ(quantile({1, kInfinity, kInfinity}, 0.75), kInfinity);
  EXPECT_EQ(quantile({1, 2, kInfinity}, 0.5), 2.0);
  EXPECT_EQ(quantile({1, 2, kInfinity}, 0.75), kInfinity);
}

TEST(Describe, IsNaNWithoutValuesOrWithNaN) {
  EXPECT_TRUE(std::isnan(mean({})));
  EXPECT_TRUE(std::isnan(median({})));
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile({1, std::nan("")}, 0.5)));
  EXPECT_TRUE(std::isnan(mean({1, std::nan("")})));
  EXPECT_TRUE(std::isnan(standard_deviation({3})));
  EXPECT_EQ(standard_deviation({3}, /*lost_degrees=*/0), 0.0);
  EXPECT_TRUE(std::isnan(standard_deviation({1, std::nan("")})));
}

TEST(Describe, RefusesALevelOutsideTheUnitInterval) {
  EXPECT_THROW(quantile({1}, 1.1), std::invalid_argument);
  EXPECT_THROW(quantile({1}, std::nan("")), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
