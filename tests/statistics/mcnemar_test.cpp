#include "statistics/mcnemar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(McNemar, HasTheTextbookValues) {  // Agresti's approval ratings: [[794, 86], [150, 570]]
  const McNemar result = mcnemar(86, 150);
  EXPECT_NEAR(result.corrected_chi2, 16.8178, 5e-5);
  EXPECT_NEAR(result.corrected_p, 4.1146e-5, 5e-10);
  EXPECT_NEAR(result.chi2, 17.3559, 5e-5);
  EXPECT_NEAR(result.exact_p, 3.7159e-5, 5e-10);
}

TEST(McNemar, NeedsSixDiscordantPairsOneWay) {
  EXPECT_EQ(mcnemar(0, 6).exact_p, 0.03125);
  EXPECT_EQ(mcnemar(5, 0).exact_p, 0.0625);
  EXPECT_EQ(smallest_significant_count(), 6);
  EXPECT_EQ(smallest_significant_count(0.03125), 7);  // must fall below, not reach
  EXPECT_EQ(smallest_significant_count(1.0), 2);
}

TEST(McNemar, TreatsBothDirectionsAlike) {
  EXPECT_EQ(mcnemar(3, 11).exact_p, mcnemar(11, 3).exact_p);
  EXPECT_EQ(mcnemar(3, 11).corrected_p, mcnemar(11, 3).corrected_p);
}

TEST(McNemar, FindsNothingInEqualCounts) {
  for (const int count : {0, 1, 40}) {
    const McNemar result = mcnemar(count, count);
    EXPECT_EQ(result.exact_p, 1.0);
    EXPECT_EQ(result.chi2, 0.0);
    EXPECT_EQ(result.corrected_chi2, 0.0);
    EXPECT_EQ(result.corrected_p, 1.0);
  }
}

TEST(McNemar, PairedStandardErrorCountsFlipsBothWays) {
  EXPECT_NEAR(paired_standard_error(300, 100, 50'000), 20.0 / 50'000, 1e-18);
  EXPECT_EQ(paired_standard_error(0, 0, 10), 0.0);
  EXPECT_TRUE(std::isnan(paired_standard_error(0, 0, 0)));
}

TEST(McNemar, RefusesImpossibleCounts) {
  EXPECT_THROW(mcnemar(-1, 3), std::invalid_argument);
  EXPECT_THROW(paired_standard_error(6, 5, 10), std::invalid_argument);
  EXPECT_THROW(smallest_significant_count(0.0), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
