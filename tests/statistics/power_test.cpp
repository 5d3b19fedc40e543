#include "statistics/power.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

SimulationOptions few() {
  SimulationOptions options;
  options.simulations = 4000;
  return options;
}

TEST(Power, CriticalLIsThatOfPagesTable) {  // Page (1963), table 2: k = 3, 4 and 5 at .05 and .01
  EXPECT_EQ(page_critical_l({2, 3, .05}), 28);
  EXPECT_EQ(page_critical_l({3, 4, .05}), 84);
  EXPECT_EQ(page_critical_l({3, 5, .01}), 155);
  EXPECT_EQ(page_critical_l({10, 3, .05}), 128);
}

TEST(Power, WithoutATrendIsTheSizeOfTheTest) {
  const TrendDesign design{5, 10, .05};
  const double size = PageNull(5, 10).at_least(page_critical_l(design));
  EXPECT_LT(size, .05);
  EXPECT_NEAR(page_power(design, 0.0, few()), size, 4 * std::sqrt(.05 * .95 / 4000));
}

TEST(Power, RisesWithTheSlope) {
  double before = 0.0;
  for (const double slope : {-0.1, 0.0, 0.05, 0.1, 0.2, 0.5, 5.0}) {
    const double power = page_power({5, 10, .05}, slope, few());
    EXPECT_GE(power, before);
    before = power;
  }
  EXPECT_EQ(before, 1.0);
}

TEST(Power, DetectableSlopeHasThatPower) {
  const TrendDesign design{5, 10, .05};
  const double slope = page_detectable_slope(design, .8, few());
  EXPECT_NEAR(page_power(design, slope, few()), .8, .001);
  EXPECT_LT(page_detectable_slope({20, 10, .05}, .8, few()), slope);
}

TEST(Power, IsZeroWhereNoVerdictIsPossible) {
  const TrendDesign design{1, 3, .05};  // the smallest p is 1/6
  EXPECT_TRUE(std::isinf(page_critical_l(design)));
  EXPECT_EQ(page_power(design, 100.0, few()), 0.0);
  EXPECT_TRUE(std::isinf(page_detectable_slope(design, .8, few())));
}

TEST(Power, RefusesBadInput) {
  EXPECT_THROW(page_power({0, 3, .05}, 1.0), std::invalid_argument);
  EXPECT_THROW(page_power({3, 3, .0}, 1.0), std::invalid_argument);
  EXPECT_THROW(page_power({3, 3, .05}, std::nan("")), std::invalid_argument);
  EXPECT_THROW(page_detectable_slope({3, 3, .05}, 1.0), std::invalid_argument);
  SimulationOptions none;
  none.simulations = 0;
  EXPECT_THROW(page_power({3, 3, .05}, 1.0, none), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
