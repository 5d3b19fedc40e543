#include "statistics/hypothesis/mcnemar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(McNemar, HasTheTextbookValue) {  // Agresti's approval ratings: [[794, 86], [150, 570]]
  EXPECT_NEAR(mcnemar_p(86, 150), 3.7159e-5, 5e-10);
}

TEST(McNemar, NeedsSixDiscordantPairsOneWay) {
  EXPECT_EQ(mcnemar_p(0, 6), 0.03125);
  EXPECT_EQ(mcnemar_p(5, 0), 0.0625);
}

TEST(McNemar, TreatsBothDirectionsAlike) { EXPECT_EQ(mcnemar_p(3, 11), mcnemar_p(11, 3)); }

TEST(McNemar, FindsNothingInEqualCounts) {
  for (const int count : {0, 1, 40}) EXPECT_EQ(mcnemar_p(count, count), 1.0);
}

TEST(McNemar, PairedStandardErrorCountsFlipsBothWays) {
  EXPECT_NEAR(paired_standard_error(300, 100, 50'000), 20.0 / 50'000, 1e-18);
  EXPECT_EQ(paired_standard_error(0, 0, 10), 0.0);
  EXPECT_TRUE(std::isnan(paired_standard_error(0, 0, 0)));
}

TEST(McNemar, RefusesImpossibleCounts) {
  EXPECT_THROW(mcnemar_p(-1, 3), std::invalid_argument);
  EXPECT_THROW(paired_standard_error(6, 5, 10), std::invalid_argument);
}

TEST(McNemar, OneSidedIsTheUpperTail) {
  EXPECT_NEAR(mcnemar_one_sided_p(5, 0), 1.0 / 32, 1e-15);
  EXPECT_NEAR(mcnemar_one_sided_p(5, 1), 7.0 / 64, 1e-15);
  EXPECT_EQ(mcnemar_one_sided_p(0, 3), 1);
  EXPECT_THROW(mcnemar_one_sided_p(-1, 0), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
