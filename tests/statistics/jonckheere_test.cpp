#include "statistics/jonckheere.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(Jonckheere, HasThePublishedValues) {
  const JonckheereTrend trend = jonckheere({{1, 2}, {1.5, 2.1}, {1.9, 3.1}});
  EXPECT_EQ(trend.statistic, 9.0);
  EXPECT_EQ(trend.mean, 6.0);
  EXPECT_NEAR(trend.variance, 19.0 / 3.0, 1e-14);
  EXPECT_NEAR(trend.p_rising, 15.0 / 90.0, 1e-15);
  EXPECT_TRUE(trend.exact);
}

TEST(Jonckheere, ReversedGroupsSwapTheTails) {
  const JonckheereTrend trend = jonckheere({{1, 2}, {2, 5}, {1, 9, 4}});
  const JonckheereTrend reversed = jonckheere({{1, 9, 4}, {2, 5}, {1, 2}});
  EXPECT_NEAR(trend.p_rising, reversed.p_falling, 1e-15);
  EXPECT_NEAR(trend.p_falling, reversed.p_rising, 1e-15);
  EXPECT_NEAR(trend.z, -reversed.z, 1e-15);
}

TEST(Jonckheere, ATieWithinTheLastGroupCostsNothing) {
  EXPECT_NEAR(jonckheere({{1, 2, 3}, {4, 6, 5}, {8, 9, 10}}).p_rising, 1.0 / 1680.0, 1e-15);
  EXPECT_NEAR(jonckheere({{1, 2, 3}, {4, 6, 5}, {8, 9, 9}}).p_rising, 1.0 / 1680.0, 1e-15);
}

TEST(Jonckheere, ExactApproachesTheNormalInLargeGroups) {
  std::vector<std::vector<double>> groups(4);
  for (int i = 0; i < 80; ++i) {
    groups[static_cast<std::size_t>(i % 4)].push_back((i * 37) % 80 + (i % 4) * 5 + 0.001 * i);
  }
  const JonckheereTrend exact = jonckheere(groups);
  const JonckheereTrend normal = jonckheere(groups, PMethod::kAsymptotic);
  EXPECT_TRUE(exact.exact);
  EXPECT_FALSE(normal.exact);
  EXPECT_NEAR(exact.p_two_sided, normal.p_two_sided, 2e-3);
}

TEST(Jonckheere, FindsNoTrendInEqualValues) {
  for (const auto method : {PMethod::kAutomatic, PMethod::kAsymptotic}) {
    const JonckheereTrend trend = jonckheere({{3, 3}, {3}, {3, 3}}, method);
    EXPECT_EQ(trend.variance, 0.0);
    EXPECT_EQ(trend.z, 0.0);
    EXPECT_EQ(trend.p_rising, 1.0);
    EXPECT_EQ(trend.p_two_sided, 1.0);
  }
}

TEST(Jonckheere, IgnoresEmptyGroups) {
  EXPECT_EQ(jonckheere({{}, {1, 2}, {}, {3, 4}}).p_rising, jonckheere({{1, 2}, {3, 4}}).p_rising);
}

TEST(Jonckheere, IsNaNWithoutTwoGroups) {
  EXPECT_TRUE(std::isnan(jonckheere({}).p_rising));
  EXPECT_TRUE(std::isnan(jonckheere({{1, 2, 3}, {}}).statistic));
  EXPECT_TRUE(std::isnan(jonckheere({{1, std::nan("")}, {2}}).p_rising));
  EXPECT_EQ(jonckheere({{1}, {2}}).p_rising, 0.5);
}

TEST(Jonckheere, RefusesAnInfeasibleExactP) {
  std::vector<double> many;
  for (int i = 0; i < 100; ++i) many.push_back(i % 50);
  EXPECT_THROW(jonckheere({many, many, many}, PMethod::kExact), std::invalid_argument);
  EXPECT_FALSE(jonckheere({many, many, many}).exact);
}

}  // namespace
}  // namespace remedy::statistics
