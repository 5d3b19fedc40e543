#include "statistics/isotonic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

namespace remedy::statistics {
namespace {

using ::testing::DoubleNear;
using ::testing::Pointwise;

std::vector<double> evenly_spaced(int n) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) values.push_back(i);
  return values;
}

TEST(Isotonic, PoolsAdjacentViolators) {
  EXPECT_THAT(isotonic_fit({1, 0, 4, 3, 3, 5, 4, 2, 0}, Direction::kRising),
              Pointwise(DoubleNear(1e-14), std::vector<double>{.5, .5, 3, 3, 3, 3, 3, 3, 3}));
}

TEST(Isotonic, WeighsTheValues) {
  EXPECT_THAT(isotonic_fit({4, 1}, Direction::kRising, {1, 2}), ::testing::Each(2.0));
}

TEST(Isotonic, FallingIsTheMirrorImage) {
  EXPECT_THAT(isotonic_fit({3, 4, 1}, Direction::kFalling), ::testing::ElementsAre(3.5, 3.5, 1));
  EXPECT_EQ(isotonic_r2({5, 3, 1}, Direction::kFalling), 1.0);
  EXPECT_EQ(isotonic_r2({5, 3, 1}, Direction::kRising), 0.0);
}

TEST(Isotonic, R2IsNaNWithoutVariation) {
  EXPECT_TRUE(std::isnan(isotonic_r2({2, 2, 2}, Direction::kRising)));
  EXPECT_TRUE(std::isnan(isotonic_r2({2}, Direction::kRising)));
  EXPECT_TRUE(std::isnan(isotonic_r2({}, Direction::kRising)));
  EXPECT_TRUE(std::isnan(isotonic_test({2, 2}, Direction::kRising).p));
  EXPECT_TRUE(isotonic_fit({}, Direction::kRising).empty());
}

TEST(Isotonic, NullMeanIsTheHarmonicSum) {
  EXPECT_NEAR(isotonic_null(10).mean, .21, .005);
  EXPECT_NEAR(isotonic_null(7).mean, .26, .0055);  // 0.26548: printed as .26
  EXPECT_NEAR(isotonic_null(5).mean, .32, .005);
  EXPECT_NEAR(isotonic_null(3).mean, 5.0 / 12.0, 1e-15);
}

// The published 95 % points, .60, .76 and .90, are those of evenly spaced values to within .02
// (exactly: .6158, .7679, .9000).
TEST(Isotonic, NullOfEvenlySpacedValuesHasThePublishedPoints) {
  IsotonicTestOptions all;
  all.max_exact_points = 10;
  for (const auto& [n, published, exact] :
       {std::tuple{10, .60, .615758}, {7, .76, .767857}, {5, .90, .9}}) {
    const IsotonicTest test = isotonic_test(evenly_spaced(n), Direction::kRising, {}, all);
    EXPECT_NEAR(test.null.point_95, published, .02) << n;
    EXPECT_NEAR(test.null.point_95, exact, 5e-7) << n;
    EXPECT_NEAR(test.null.mean, isotonic_null(n).mean, 1e-9) << n;
  }
}

TEST(Isotonic, NormalNullHasItsClosedForm) {
  for (const int n : {4, 5, 7, 10, 40}) {
    EXPECT_NEAR(isotonic_null_p(isotonic_null(n).point_95, n), 0.05, 1e-9) << n;
  }
  EXPECT_EQ(isotonic_null(3).point_95, 1.0);  // a perfect order has probability 1/6
  EXPECT_NEAR(isotonic_null_p(1.0, 4), 1.0 / 24.0, 1e-15);
  EXPECT_EQ(isotonic_null_p(0.0, 4), 1.0);
  // One level, R^2 = 0, has probability 1/n.
  EXPECT_NEAR(isotonic_null_p(1e-300, 4), 0.75, 1e-9);
  EXPECT_TRUE(std::isnan(isotonic_null(1).mean));
  EXPECT_TRUE(std::isnan(isotonic_null_p(0.5, 1)));
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
  const IsotonicTest sample = isotonic_test(values, Direction::kRising, {}, sampled);
  EXPECT_FALSE(sample.exact);
  EXPECT_NEAR(sample.p, exact.p, 4 * std::sqrt(exact.p * (1 - exact.p) / sampled.orders));
  EXPECT_NEAR(sample.null.mean, exact.null.mean, 0.01);
  EXPECT_EQ(sample.p, isotonic_test(values, Direction::kRising, {}, sampled).p);
}

TEST(Isotonic, RefusesBadInput) {
  EXPECT_THROW(isotonic_fit({1, 2}, Direction::kRising, {1}), std::invalid_argument);
  EXPECT_THROW(isotonic_fit({1, 2}, Direction::kRising, {1, 0}), std::invalid_argument);
  EXPECT_THROW(isotonic_r2({1, std::nan("")}, Direction::kRising), std::invalid_argument);
  EXPECT_THROW(isotonic_r2({1, std::numeric_limits<double>::infinity()}, Direction::kRising),
               std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
