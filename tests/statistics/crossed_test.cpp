#include "statistics/crossed.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "statistics/paired_proportions.h"

namespace remedy::statistics {
namespace {

TEST(Crossed, OneDrawIsBonettAndPrices) {
  std::vector<double> values(100, 0.0);
  for (std::size_t i = 0; i < 10; ++i) values[i] = 1;
  for (std::size_t i = 10; i < 12; ++i) values[i] = -1;
  const Interval own = over_images(values), theirs = bonett_price_interval(10, 2, 100);
  EXPECT_NEAR(own.low, theirs.low, 1e-12);
  EXPECT_NEAR(own.high, theirs.high, 1e-12);
  const Interval one = over_draws_and_images({0.08}, own, 0);
  EXPECT_EQ(one.low, own.low);
}

// conclusions.md: two draws of five seeds each. The seeds' means differ by .824 points, and with
// Student's quantile of one degree of freedom, 12.7062, the mean is anywhere.
TEST(Crossed, TwoDrawsSayLittleHoweverManySeeds) {
  const std::vector<double> draws = {-0.0102, -0.0020};
  const Interval interval = over_draws(draws, 0);
  EXPECT_NEAR(interval.low, -0.0061 - 12.7062047364 * 0.0041, 1e-10);
  EXPECT_NEAR(interval.high, -0.0061 + 12.7062047364 * 0.0041, 1e-10);
  const Interval with_images = over_draws_and_images(draws, {-0.0161, 0.0039}, 0);
  EXPECT_NEAR(with_images.low, -0.0061 - std::hypot(0.01, 12.7062047364 * 0.0041), 1e-10);
}

TEST(Crossed, DrawsThatAgreeByChanceKeepAWidth) {
  const double floor = rounding_deviation(1.0 / 1000);
  EXPECT_NEAR(floor, 0.001 / std::sqrt(12), 1e-15);
  const Interval interval = over_draws({0.01, 0.01}, floor);
  EXPECT_NEAR(interval.high - 0.01, 12.7062047364 * floor / std::sqrt(2), 1e-12);
}

TEST(Crossed, WhatIsNoFigureIsRefused) {
  EXPECT_EQ(over_images({}).low, -1);
  EXPECT_TRUE(std::isnan(over_draws({1}, 0).low));
  EXPECT_THROW(over_images({1.5}), std::invalid_argument);
  EXPECT_THROW(over_images({0}, 1), std::invalid_argument);
  EXPECT_THROW(over_draws({}, 0), std::invalid_argument);
  EXPECT_THROW(over_draws({1, 2}, -1), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
