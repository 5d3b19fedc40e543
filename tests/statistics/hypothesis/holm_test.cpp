#include "statistics/hypothesis/holm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

using ::testing::DoubleNear;
using ::testing::Pointwise;

TEST(Holm, StepsDownInTheOrderGiven) {
  EXPECT_THAT(holm_adjusted({0.03, 0.01, 0.04, 0.02}),
              Pointwise(DoubleNear(1e-15), std::vector<double>{0.06, 0.04, 0.06, 0.06}));
}

TEST(Holm, StaysAtMostOne) {
  EXPECT_THAT(holm_adjusted({0.6, 0.9}), ::testing::ElementsAre(1.0, 1.0));
  EXPECT_TRUE(holm_adjusted({}).empty());
}

TEST(Holm, LeavesUndefinedTestsOut) {
  const std::vector<double> adjusted = holm_adjusted({0.01, std::nan(""), 0.04});
  EXPECT_NEAR(adjusted[0], 0.02, 1e-15);
  EXPECT_TRUE(std::isnan(adjusted[1]));
  EXPECT_NEAR(adjusted[2], 0.04, 1e-15);
}

TEST(Holm, RefusesWhatIsNotAProbability) {
  EXPECT_THROW(holm_adjusted({1.2}), std::invalid_argument);
  EXPECT_THROW(holm_adjusted({-0.1}), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
