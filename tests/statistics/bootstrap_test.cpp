#include "statistics/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

DrawStatistic mean_of(const std::vector<double>& values) {
  return [values](const std::vector<std::size_t>& draws) {
    double sum = 0.0;
    for (const std::size_t draw : draws) sum += values[draw];
    return sum / static_cast<double>(draws.size());
  };
}

TEST(Bootstrap, StandardErrorOfAMeanIsItsFormula) {
  const std::vector<double> values{1, 4, 2, 8, 5, 7, 3, 9};
  const Bootstrap result = bootstrap_draws(values.size(), mean_of(values));
  EXPECT_EQ(result.observed, 4.875);
  EXPECT_NEAR(result.standard_error, std::sqrt(58.875 / 64.0), 0.02);
  EXPECT_LT(result.percentile.low, result.observed);
  EXPECT_GT(result.percentile.high, result.observed);
  EXPECT_EQ(result.undefined, 0);
}

TEST(Bootstrap, FollowsTheSeedAlone) {
  const std::vector<double> values{1, 4, 2, 8, 5.5};
  BootstrapOptions options;
  options.resamples = 200;
  const Bootstrap first = bootstrap_draws(5, mean_of(values), options);
  const Bootstrap again = bootstrap_draws(5, mean_of(values), options);
  options.seed = 2;
  const Bootstrap other = bootstrap_draws(5, mean_of(values), options);
  EXPECT_EQ(first.standard_error, again.standard_error);
  EXPECT_EQ(first.bca.low, again.bca.low);
  EXPECT_NE(first.standard_error, other.standard_error);
}

TEST(Bootstrap, IntervalsOfAConstantAreThatConstant) {
  const Bootstrap result = bootstrap_draws(4, [](const std::vector<std::size_t>&) { return 1.0; });
  EXPECT_EQ(result.percentile.low, 1.0);
  EXPECT_EQ(result.bca.low, 1.0);
  EXPECT_EQ(result.bca.high, 1.0);
  EXPECT_EQ(result.standard_error, 0.0);
}

TEST(Bootstrap, CountsUndefinedResamples) {
  // Undefined where both draws are the same one: half of the resamples of two.
  BootstrapOptions options;
  options.resamples = 4000;
  const Bootstrap result = bootstrap_draws(
      2,
      [](const std::vector<std::size_t>& d) { return d.size() < 2 || d[0] == d[1] ? kNaN : 3.0; },
      options);
  EXPECT_NEAR(result.undefined, 2000, 130);
  EXPECT_EQ(result.percentile.high, 3.0);
  EXPECT_TRUE(std::isnan(result.bca.low));  // the jackknife is undefined
}

TEST(Bootstrap, IsNaNWithoutTwoDraws) {
  const Bootstrap one = bootstrap_draws(1, mean_of({5.0}));
  EXPECT_EQ(one.observed, 5.0);
  EXPECT_TRUE(std::isnan(one.standard_error));
  EXPECT_TRUE(std::isnan(one.percentile.low));
  EXPECT_TRUE(std::isnan(one.bca.high));
  const Bootstrap never = bootstrap_draws(3, [](const std::vector<std::size_t>&) { return kNaN; });
  EXPECT_EQ(never.undefined, 10'000);
  EXPECT_TRUE(std::isnan(never.percentile.low));
}

TEST(Bootstrap, BcaWithoutBiasOrAccelerationIsThePercentile) {
  const Interval levels = bca_levels(2.0, {1, 2, 3}, {1, 2, 3}, 0.9);
  EXPECT_NEAR(levels.low, 0.05, 1e-14);
  EXPECT_NEAR(levels.high, 0.95, 1e-14);
}

TEST(Bootstrap, BcaIsNaNWhereTheBiasIsUnknown) {
  EXPECT_TRUE(std::isnan(bca_levels(5.0, {1, 2, 3}, {1, 2, 3}, 0.95).low));
  EXPECT_TRUE(std::isnan(bca_levels(0.0, {1, 2, 3}, {1, 2, 3}, 0.95).high));
}

TEST(Bootstrap, RefusesBadOptions) {
  BootstrapOptions options;
  options.resamples = 0;
  EXPECT_THROW(bootstrap_draws(2, mean_of({1, 2}), options), std::invalid_argument);
  options = {};
  options.confidence = 1.0;
  EXPECT_THROW(bootstrap_draws(2, mean_of({1, 2}), options), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
