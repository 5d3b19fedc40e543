#include "statistics/hypothesis/isotonic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace remedy::statistics {
namespace {

double r2(const std::vector<double>& values, Direction direction) {
  return isotonic_test(values, direction).r2;
}

TEST(Isotonic, PoolsAdjacentViolators) {  // the fit: .5, .5 and seven times 3
  EXPECT_NEAR(r2({1, 0, 4, 3, 3, 5, 4, 2, 0}, Direction::kRising),
              1.0 - 16.5 / (80.0 - 22.0 * 22.0 / 9.0), 1e-14);
}

TEST(Isotonic, FallingIsTheMirrorImage) {
  EXPECT_NEAR(r2({3, 4, 1}, Direction::kFalling), 1.0 - 0.5 / (26.0 - 64.0 / 3.0), 1e-14);
  EXPECT_EQ(r2({5, 3, 1}, Direction::kFalling), 1.0);
  EXPECT_EQ(r2({5, 3, 1}, Direction::kRising), 0.0);
}

TEST(Isotonic, IsNaNWithoutVariation) {
  for (const std::vector<double>& values : {std::vector<double>{2, 2, 2}, {2}, {}}) {
    const IsotonicTest test = isotonic_test(values, Direction::kRising);
    EXPECT_TRUE(std::isnan(test.r2));
    EXPECT_TRUE(std::isnan(test.p));
    EXPECT_TRUE(std::isnan(test.null_mean));
  }
}

TEST(Isotonic, NullMeanIsTheHarmonicSum) {
  IsotonicTestOptions all;
  all.max_exact_points = 10;
  const std::vector<double> values{0.3, -1.0, 2.5, 2.0, 0.0, 7.0, 1.1, 0.9};
  double sum = 0.0;
  for (std::size_t n = 2; n <= values.size(); ++n) {
    sum += 1.0 / static_cast<double>(n);
    const std::vector<double> first(values.begin(), values.begin() + static_cast<long>(n));
    EXPECT_NEAR(isotonic_test(first, Direction::kRising, all).null_mean,
                sum / static_cast<double>(n - 1), 1e-12)
        << n;
  }
}

TEST(Isotonic, OneOrderInSixIsPerfectOfThreePoints) {
  EXPECT_NEAR(isotonic_test({1, 2, 3}, Direction::kRising).p, 1.0 / 6.0, 1e-15);
}

TEST(Isotonic, ExactTestCountsTheOrders) {
  const IsotonicTest test = isotonic_test({1, 2, 3, 5}, Direction::kRising);
  EXPECT_TRUE(test.exact);
  EXPECT_EQ(test.r2, 1.0);
  EXPECT_NEAR(test.p, 1.0 / 24.0, 1e-15);
}

TEST(Isotonic, SampledTestAgreesWithTheExactOne) {
  const std::vector<double> values{0.1, 0.5, 0.2, 0.6, 0.9, 0.3, 0.8};
  IsotonicTestOptions sampled;
  sampled.max_exact_points = 0;
  const IsotonicTest exact = isotonic_test(values, Direction::kRising);
  const IsotonicTest sample = isotonic_test(values, Direction::kRising, sampled);
  EXPECT_FALSE(sample.exact);
  EXPECT_NEAR(sample.p, exact.p, 4 * std::sqrt(exact.p * (1 - exact.p) / sampled.orders));
  EXPECT_NEAR(sample.null_mean, exact.null_mean, 0.01);
  EXPECT_EQ(sample.p, isotonic_test(values, Direction::kRising, sampled).p);
}

TEST(Isotonic, RefusesBadInput) {
  EXPECT_THROW(isotonic_test({1, std::nan("")}, Direction::kRising), std::invalid_argument);
  EXPECT_THROW(isotonic_test({1, std::numeric_limits<double>::infinity()}, Direction::kRising),
               std::invalid_argument);
  IsotonicTestOptions none;
  none.orders = 0;
  EXPECT_THROW(isotonic_test({1, 2}, Direction::kRising, none), std::invalid_argument);
  IsotonicTestOptions endless;
  endless.max_exact_points = 11;
  EXPECT_THROW(isotonic_test({1, 2}, Direction::kRising, endless), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
