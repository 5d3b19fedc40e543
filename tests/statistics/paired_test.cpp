#include "statistics/paired.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

// R's data set `sleep`, group 1 minus group 2: t.test(..., paired = TRUE) tells t = -4.0621 with 9
// degrees of freedom and the interval [-2.4598858, -0.7001142].
const std::vector<double> kSleep = {-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4};

TEST(Paired, HasTheValuesOfR) {
  const Interval interval = t_interval(kSleep);
  EXPECT_NEAR(interval.low, -2.4598858, 5e-8);
  EXPECT_NEAR(interval.high, -0.7001142, 5e-8);
}

// With one degree of freedom Student's is Cauchy's, of which a quarter lies above 1.
TEST(Paired, TwoDifferencesAreCauchys) {
  const Interval interval = t_interval({1.0, 2.0}, 0.5);
  EXPECT_NEAR(interval.low, 1.0, 1e-12);
  EXPECT_NEAR(interval.high, 2.0, 1e-12);
}

TEST(Paired, OneDifferenceShowsNothing) { EXPECT_TRUE(std::isnan(t_interval({1.0}).low)); }

TEST(Paired, RefusesAConfidenceOutsideTheUnitInterval) {
  EXPECT_THROW(t_interval(kSleep, 1.0), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
