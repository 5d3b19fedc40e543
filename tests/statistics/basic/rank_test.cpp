#include "statistics/basic/rank.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "statistics/basic/not_a_number.h"

namespace remedy::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Annual flow of the Nile at Aswan, 1871-1970, 10^8 m^3: R's data set `Nile`.
const std::vector<double> nile_flow{
    1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
    960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
    874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
    1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
    781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
    1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
    1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740};

TEST(Midranks, ShareTheMeanOfTiedRanks) {
  EXPECT_THAT(midranks({30, 10, 20, 10}), ::testing::ElementsAre(4, 1.5, 3, 1.5));
  EXPECT_THAT(midranks({-kInfinity, kInfinity, 0.0, -0.0, kInfinity}),
              ::testing::ElementsAre(1, 4.5, 2.5, 2.5, 4.5));
  EXPECT_TRUE(midranks({}).empty());
  EXPECT_TRUE(std::isnan(midranks({1, kNaN})[0]));
}

TEST(Spearman, HasTheDocumentedValueOfSciPy) {
  const Correlation result = spearman({1, 2, 3, 4, 5}, {5, 6, 7, 8, 7});
  EXPECT_NEAR(result.estimate, 0.8207826817, 5e-11);
  EXPECT_NEAR(result.p, 0.0885870053, 5e-11);
}

TEST(Spearman, IsExactlyOneForAPerfectOrder) {
  const Correlation rising = spearman({1, 2, 2, 9}, {0, 5, 5, kInfinity});
  EXPECT_EQ(rising.estimate, 1.0);
  EXPECT_EQ(rising.p, 0.0);
  EXPECT_EQ(spearman({1, 2, 3}, {3, 2, 1}).estimate, -1.0);
}

TEST(Spearman, IsNaNWhereUndefined) {
  for (const auto& [x, y] : {std::pair<std::vector<double>, std::vector<double>>{{}, {}},
                             {{1}, {2}},
                             {{3, 3, 3}, {1, 2, 3}},
                             {{1, 2, 3}, {3, 3, 3}},
                             {{1, 2, kNaN}, {1, 2, 3}}}) {
    EXPECT_TRUE(std::isnan(spearman(x, y).estimate));
    EXPECT_TRUE(std::isnan(spearman(x, y).p));
  }
  EXPECT_EQ(spearman({1, 2}, {5, 9}).estimate, 1.0);
  EXPECT_TRUE(std::isnan(spearman({1, 2}, {5, 9}).p));
}

TEST(Spearman, RefusesUnequalLengths) {
  EXPECT_THROW(spearman({1, 2}, {1}), std::invalid_argument);
}

TEST(MannKendall, HasItsUntiedVariance) {
  const MannKendall trend = mann_kendall({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  EXPECT_EQ(trend.s, 45);
  EXPECT_EQ(trend.variance, 125.0);
  EXPECT_NEAR(trend.z, 44.0 / std::sqrt(125.0), 1e-14);
}

TEST(MannKendall, FindsTheFallOfTheNile) {  // R's trend::mk.test(Nile)
  ASSERT_EQ(nile_flow.size(), 100u);
  const MannKendall trend = mann_kendall(nile_flow);
  EXPECT_EQ(trend.s, -1387);
  EXPECT_NEAR(trend.variance, 112728.33, 5e-3);
  EXPECT_NEAR(trend.z, -4.1281, 5e-5);
  EXPECT_NEAR(trend.p, 3.658e-5, 5e-9);
}

TEST(MannKendall, FindsNoTrendInEqualValues) {
  const MannKendall trend = mann_kendall({4, 4, 4, 4});
  EXPECT_EQ(trend.s, 0);
  EXPECT_EQ(trend.variance, 0.0);
  EXPECT_EQ(trend.z, 0.0);
  EXPECT_EQ(trend.p, 1.0);
}

TEST(MannKendall, IsNaNWithoutTwoValues) {
  EXPECT_TRUE(std::isnan(mann_kendall({}).p));
  EXPECT_TRUE(std::isnan(mann_kendall({1}).p));
  EXPECT_TRUE(std::isnan(mann_kendall({1, kNaN, 2}).p));
  EXPECT_EQ(mann_kendall({1, kInfinity}).s, 1);
}

}  // namespace
}  // namespace remedy::statistics
