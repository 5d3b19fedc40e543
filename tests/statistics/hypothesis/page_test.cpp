#include "statistics/hypothesis/page.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "statistics/basic/normal.h"
#include "statistics/basic/not_a_number.h"

namespace remedy::statistics {
namespace {

TEST(Page, HasTheDocumentedValueOfSciPy) {
  const std::vector<std::vector<double>> raters{{3, 4, 3}, {2, 2, 4}, {3, 3, 5}, {1, 3, 2},
                                                {2, 3, 2}, {2, 4, 5}, {1, 2, 4}, {3, 4, 4},
                                                {2, 4, 5}, {1, 3, 4}};
  const PageTrend trend = page_trend(raters);
  EXPECT_EQ(trend.l, 133.5);
  EXPECT_NEAR(trend.p, 0.0018191162, 5e-11);
}

double null_mean(double blocks, double points) {
  return blocks * points * (points + 1) * (points + 1) / 4;
}

double null_variance(double blocks, double points) {
  return blocks * points * points * (points + 1) * (points * points - 1) / 144;
}

TEST(Page, NullHasItsHighestValueAndMoments) {
  EXPECT_EQ(PageNull(5, 10).highest(), 5 * 385.0);
  for (const auto& [blocks, points] : {std::pair{1, 2}, {5, 10}, {3, 12}, {20, 4}}) {
    const PageNull null(blocks, points);
    const double mean = null_mean(blocks, points);
    double first = 0.0;  // E[L - mean] and E[(L - mean)^2], summed over the tail function
    double second = 0.0;
    for (double l = 0.0; l <= null.highest(); ++l) {
      const double probability = null.at_least(l) - null.at_least(l + 1.0);
      first += probability * (l - mean);
      second += probability * (l - mean) * (l - mean);
    }
    EXPECT_NEAR(first, 0.0, 1e-8) << blocks << " x " << points;
    EXPECT_NEAR(second / null_variance(blocks, points), 1.0, 1e-9) << blocks << " x " << points;
  }
}

TEST(Page, APerfectTrendHasOneOrderInAll) {
  const PageTrend trend = page_trend({{1, 2, 3, 4}, {0, 1, 5, 9}});
  EXPECT_NEAR(trend.p, 1.0 / (24.0 * 24.0), 1e-16);
}

TEST(Page, IsNormalWhereTheExactNullIsOutOfReach) {
  for (const auto& [blocks, points] : {std::pair{51, 10}, {2, 13}}) {
    const double l = null_mean(blocks, points) + 2.0 * std::sqrt(null_variance(blocks, points));
    EXPECT_NEAR(PageNull(blocks, points).at_least(l), normal_upper_tail(2.0), 1e-12);
  }
  // One block fewer is exact, and hardly differs.
  const double l = null_mean(50, 10) + 2.0 * std::sqrt(null_variance(50, 10));
  const double exact = PageNull(50, 10).at_least(l);
  EXPECT_NE(exact, normal_upper_tail(2.0));
  EXPECT_NEAR(exact, normal_upper_tail(2.0), 1e-3);
}

TEST(Page, FindsNoTrendInEqualValues) {
  const PageTrend trend = page_trend({{1, 1, 1}, {2, 2, 2}});
  EXPECT_EQ(trend.l, null_mean(2, 3));
  EXPECT_GE(trend.p, 0.5);
}

TEST(Page, IsNaNWithoutBlocksPointsOrNumbers) {
  for (const std::vector<std::vector<double>>& blocks :
       {std::vector<std::vector<double>>{}, {{}}, {{1}, {2}}, {{1, 2, 3}, {1, kNaN, 3}}}) {
    EXPECT_TRUE(std::isnan(page_trend(blocks).l));
    EXPECT_TRUE(std::isnan(page_trend(blocks).p));
  }
  EXPECT_TRUE(std::isnan(PageNull(2, 3).at_least(kNaN)));
}

TEST(Page, RanksWhatWasNotReachedLast) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(page_trend({{1, 2, infinity}}).l, 14.0);
}

TEST(Page, RefusesBlocksOfUnequalLength) {
  EXPECT_THROW(page_trend({{1, 2, 3}, {1, 2}}), std::invalid_argument);
  EXPECT_THROW(PageNull(0, 3), std::invalid_argument);
  EXPECT_THROW(PageNull(3, 1), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
