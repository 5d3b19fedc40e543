#include "statistics/basic/normal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(Normal, HasTheTabulatedQuantiles) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(0.005), -2.575829303548901, 1e-14);
  EXPECT_EQ(normal_quantile(0.5), 0.0);
}

TEST(Normal, QuantileInvertsTheTail) {
  for (const double p : {1e-300, 1e-12, 0.3, 0.9}) {
    EXPECT_NEAR(normal_upper_tail(-normal_quantile(p)) / p, 1.0, 1e-11) << p;
  }
}

TEST(Normal, HandlesTheEnds) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(normal_quantile(0.0), -infinity);
  EXPECT_EQ(normal_quantile(1.0), infinity);
  EXPECT_EQ(normal_upper_tail(infinity), 0.0);
  EXPECT_EQ(normal_upper_tail(-infinity), 1.0);
  EXPECT_EQ(normal_two_sided(0.0), 1.0);
  EXPECT_TRUE(std::isnan(normal_upper_tail(std::nan(""))));
  EXPECT_THROW(normal_quantile(1.5), std::invalid_argument);
  EXPECT_THROW(normal_quantile(std::nan("")), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
