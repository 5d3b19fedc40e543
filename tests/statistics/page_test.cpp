#include "statistics/page.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace remedy::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Page, HasTheDocumentedValueOfSciPy) {
  const std::vector<std::vector<double>> raters{{3, 4, 3}, {2, 2, 4}, {3, 3, 5}, {1, 3, 2},
                                                {2, 3, 2}, {2, 4, 5}, {1, 2, 4}, {3, 4, 4},
                                                {2, 4, 5}, {1, 3, 4}};
  const PageTrend trend = page_trend(raters);
  EXPECT_EQ(trend.l, 133.5);
  EXPECT_NEAR(trend.p, 0.0018191162, 5e-11);
  EXPECT_TRUE(trend.exact);
  EXPECT_TRUE(trend.ties);
}

TEST(Page, NullHasItsMeanAndVariance) {
  const PageNull null(5, 10);
  EXPECT_EQ(null.mean(), 1512.5);
  EXPECT_EQ(null.variance(), 3781.25);
  EXPECT_EQ(null.highest(), 5 * 385.0);
}

TEST(Page, ExactNullHasTheSameMomentsAsTheFormulas) {
  for (const auto& [blocks, points] : {std::pair{1, 2}, {5, 10}, {3, 12}, {20, 4}}) {
    const PageNull null(blocks, points, PMethod::kExact);
    double first = 0.0;  // E[L - mean] and E[(L - mean)^2], summed over the tail function
    double second = 0.0;
    for (double l = 0.0; l <= null.highest(); ++l) {
      const double probability = null.at_least(l) - null.at_least(l + 1.0);
      first += probability * (l - null.mean());
      second += probability * (l - null.mean()) * (l - null.mean());
    }
    EXPECT_NEAR(first, 0.0, 1e-8) << blocks << " x " << points;
    EXPECT_NEAR(second / null.variance(), 1.0, 1e-9) << blocks << " x " << points;
  }
}

TEST(Page, APerfectTrendHasOneOrderInAll) {
  const PageTrend trend = page_trend({{1, 2, 3, 4}, {0, 1, 5, 9}});
  EXPECT_NEAR(trend.p, 1.0 / (24.0 * 24.0), 1e-16);
  EXPECT_FALSE(trend.ties);
}

TEST(Page, AutomaticFallsBackToTheNormal) {
  EXPECT_TRUE(PageNull(50, 10).exact());
  EXPECT_FALSE(PageNull(51, 10).exact());
  EXPECT_FALSE(PageNull(2, 13).exact());
  EXPECT_THROW(PageNull(2, 13, PMethod::kExact), std::invalid_argument);
  const PageNull exact(30, 10);
  const PageNull normal(30, 10, PMethod::kAsymptotic);
  const double l = exact.mean() + 2.0 * std::sqrt(exact.variance());
  EXPECT_NEAR(exact.at_least(l), normal.at_least(l), 1e-3);
}

TEST(Page, PermutationEqualsExactWithoutTies) {
  const std::vector<std::vector<double>> blocks{{1, 3, 2, 5, 4}, {2, 1, 4, 3, 5}, {5, 1, 2, 3, 4}};
  EXPECT_NEAR(page_permutation_p(blocks), page_trend(blocks).p, 1e-14);
}

TEST(Page, FindsNoTrendInEqualValues) {
  const std::vector<std::vector<double>> flat{{1, 1, 1}, {2, 2, 2}};
  const PageTrend trend = page_trend(flat);
  EXPECT_EQ(trend.l, trend.mean);
  EXPECT_GE(trend.p, 0.5);
  EXPECT_EQ(page_permutation_p(flat), 1.0);
}

TEST(Page, IsNaNWithoutBlocksPointsOrNumbers) {
  for (const std::vector<std::vector<double>>& blocks :
       {std::vector<std::vector<double>>{}, {{}}, {{1}, {2}}, {{1, 2, 3}, {1, kNaN, 3}}}) {
    EXPECT_TRUE(std::isnan(page_trend(blocks).l));
    EXPECT_TRUE(std::isnan(page_trend(blocks).p));
    EXPECT_TRUE(std::isnan(page_permutation_p(blocks)));
  }
  EXPECT_TRUE(std::isnan(PageNull(2, 3).at_least(kNaN)));
}

TEST(Page, RanksWhatWasNotReachedLast) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(page_trend({{1, 2, infinity}}).l, 14.0);
}

TEST(Page, RefusesBlocksOfUnequalLength) {
  EXPECT_THROW(page_trend({{1, 2, 3}, {1, 2}}), std::invalid_argument);
  EXPECT_THROW(page_permutation_p({{1, 2, 3}, {1, 2}}), std::invalid_argument);
  EXPECT_THROW(PageNull(0, 3), std::invalid_argument);
  EXPECT_THROW(PageNull(3, 1), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
