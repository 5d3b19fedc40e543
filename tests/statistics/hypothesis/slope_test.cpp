#include "statistics/hypothesis/slope.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

const std::vector<double> kDoublings = {0, 1, 2, 3};

TEST(Slope, IsThatOfTheLeastSquaresLine) {
  EXPECT_NEAR(least_squares_slope({0, 1, 3}, {1, 2, 7}), 2.0714285714285714, 1e-12);  // SciPy
  EXPECT_NEAR(least_squares_slope(kDoublings, {5, 7, 9, 11}), 2, 1e-12);
  EXPECT_TRUE(std::isnan(least_squares_slope({1}, {1})));
  EXPECT_TRUE(std::isnan(least_squares_slope({2, 2}, {1, 3})));
  EXPECT_THROW(least_squares_slope({1, 2}, {1}), std::invalid_argument);
}

TEST(Slope, TestIsStudentsOfTheSlopes) {  // SciPy 1.10: ttest_1samp
  const SlopeTest test = slope_test({1.0, 2.0, 1.5, 3.0, 2.5}, 0);
  EXPECT_NEAR(test.t, 5.65685424949238, 1e-12);
  EXPECT_NEAR(test.p, 0.004812678330044224, 1e-12);
  EXPECT_NEAR(test.interval.low, 1.0183784192612215, 1e-10);
  EXPECT_NEAR(test.interval.high, 2.9816215807387785, 1e-10);
  EXPECT_EQ(test.degrees, 4);
}

// Values that are counted can agree by chance: without a floor two equal slopes have p = 0.
TEST(Slope, EqualSlopesOfCountsAreNoProof) {
  EXPECT_EQ(slope_test({1, 1}, 0).p, 0);
  const double floor = slope_rounding(kDoublings, 1);
  EXPECT_NEAR(floor, 1 / std::sqrt(60), 1e-12);
  const SlopeTest test = slope_test({1, 1}, floor);
  EXPECT_NEAR(test.deviation, floor, 1e-12);
  // Student's with 1 degree of freedom is Cauchy's: p = 1 - 2 atan(t) / pi.
  EXPECT_NEAR(test.p, 1 - 2 * std::atan(std::sqrt(120)) / std::acos(-1.0), 1e-9);
  EXPECT_EQ(slope_test({0, 0, 0}, 0).p, 1);
}

TEST(Slope, NothingIsTestedWithOneSeries) {
  EXPECT_TRUE(std::isnan(slope_test({1}, 0.5).p));
  EXPECT_TRUE(std::isnan(slope_test({}, 0.5).p));
  EXPECT_THROW(slope_test({1, 2}, -1), std::invalid_argument);
  EXPECT_THROW(slope_test({1, 2}, 0, 1), std::invalid_argument);
}

TEST(Slope, PowerIsThatOfTheNoncentralT) {  // SciPy: nct.sf at N = 25, 50, 100, 200, five draws
  const SlopeDesign design{5, kDoublings, 0.05};
  EXPECT_NEAR(slope_power(design, 1), 0.2507523962723865, 1e-9);
  EXPECT_NEAR(slope_power(design, 2), 0.7056558024932889, 1e-9);
  EXPECT_NEAR(slope_power(design, 3), 0.9548372639143451, 1e-9);
  EXPECT_NEAR(slope_power(design, slope_detectable_change(design, .8)), .8, 1e-5);
  EXPECT_NEAR(slope_power(design, 0), .025, 1e-12);
}

TEST(Slope, OneDrawHasNoPower) {
  const SlopeDesign design{1, kDoublings, 0.05};
  EXPECT_EQ(slope_power(design, 100), 0);
  EXPECT_TRUE(std::isinf(slope_detectable_change(design)));
  EXPECT_THROW(slope_power({5, kDoublings, 0}, 1), std::invalid_argument);
  EXPECT_THROW(slope_detectable_change(design, 1), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
