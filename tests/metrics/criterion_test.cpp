#include "metrics/criterion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

namespace remedy {
namespace {

// Four images of classes 0 (the target), 1 and 2.
MarginSuite small_suite() {
  MarginSuite suite;
  suite.labels = {0, 1, 2, 0};
  suite.baseline.margin = {-1, -2, -0.5F, 0.5F};
  suite.baseline.target = {0, 0, 0, 0};
  suite.baseline.other = {1, 1, 1, 2};  // the third is wrong already
  suite.target_classes = {0};
  return suite;
}

TEST(Criterion, AShiftPredictsTheTargetWhereTheMarginIsAboveItsNegative) {
  const ShiftedSuite none = at_shift(small_suite(), 0);
  EXPECT_EQ(none.targets, 2);
  EXPECT_EQ(none.hits, 1);
  EXPECT_EQ(none.others, 2);
  EXPECT_EQ(none.false_positives, 0);
  EXPECT_EQ(none.right, 2);
  EXPECT_EQ(none.negative_flips + none.positive_flips, 0);
  const ShiftedSuite all = at_shift(small_suite(), 2.5);
  EXPECT_EQ(all.hits, 2);
  EXPECT_EQ(all.false_positives, 2);
  EXPECT_EQ(all.right, 2);
  EXPECT_EQ(all.negative_flips, 1);               // the second image
  EXPECT_EQ(all.positive_flips, 1);               // the first
  EXPECT_EQ(at_shift(small_suite(), 1).hits, 1);  // a tie is not above
  EXPECT_EQ(at_shift(small_suite(), -1).hits, 0);
}

TEST(Criterion, TheShiftsAreThoseThatChangeAnImage) {
  const MarginSuite suite = small_suite();
  const std::vector<double> shifts = criterion_shifts({&suite}, 200);
  ASSERT_EQ(shifts.size(), 5U);
  const double at[] = {-0.5, 0, 0.5, 1, 2};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(shifts[i], at[i], 1e-12);
  // Just past the change, so the figures differ from one shift to the next, but for 0.
  for (std::size_t i = 1; i < 5; ++i) {
    const ShiftedSuite before = at_shift(suite, shifts[i - 1]), now = at_shift(suite, shifts[i]);
    EXPECT_EQ(now.hits + now.false_positives,
              before.hits + before.false_positives + (shifts[i] == 0 ? 0 : 1));
  }
}

TEST(Criterion, ManyShiftsAreThinnedAndKeepTheirEndsAndZero) {
  MarginSuite suite;
  for (int i = 0; i < 5000; ++i)
    suite.baseline.margin.push_back(0.001F * static_cast<float>(i) - 4);
  const std::vector<double> shifts = criterion_shifts({&suite}, 200);
  EXPECT_LE(shifts.size(), 200U);
  EXPECT_GE(shifts.size(), 190U);
  EXPECT_TRUE(std::is_sorted(shifts.begin(), shifts.end()));
  EXPECT_NEAR(shifts.front(), -0.999, 1e-6);
  EXPECT_NEAR(shifts.back(), 4, 1e-6);
  EXPECT_TRUE(std::binary_search(shifts.begin(), shifts.end(), 0));
}

// Margins of a detector whose positives are on average `gap` above its negatives.
struct Sample {
  std::vector<double> positives, negatives;
};
Sample sample(std::uint32_t seed, double gap, std::size_t m = 50, std::size_t n = 900) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  Sample result;
  for (std::size_t i = 0; i < m; ++i) result.positives.push_back(normal(random) + gap - 6);
  for (std::size_t i = 0; i < n; ++i) result.negatives.push_back(normal(random) - 6);
  return result;
}

MatchedDifference matched(const Sample& before, const Sample& after) {
  return matched_difference(before.positives, before.negatives, after.positives, after.negatives);
}

Sample shifted(Sample margins, double by) {
  for (double& margin : margins.positives) margin += by;
  for (double& margin : margins.negatives) margin += by;
  return margins;
}

TEST(MatchedDifference, OfEveryShiftIsZero) {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    const Sample before = sample(seed, 2);
    for (const double by : {-8.0, -1.0, 0.0, 1.0, 2.5, 3.0, 4.0, 5.0, 6.5, 8.0, 20.0}) {
      const MatchedDifference found = matched(before, shifted(before, by));
      EXPECT_NEAR(found.difference, 0, 1e-9) << seed << " " << by;
      EXPECT_LT(found.interval.low, 0);
      EXPECT_GT(found.interval.high, 0);
    }
  }
}

TEST(MatchedDifference, OfABetterDetectorIsAboveZeroAndOfAWorseOneBelow) {
  const Sample before = sample(1, 1);
  // The same images, of which every positive gains 4 and no negative anything.
  Sample better = before, worse = before;
  for (double& margin : better.positives) margin += 6;
  for (double& margin : better.negatives) margin += 2;
  for (double& margin : worse.negatives) margin += 5;
  const MatchedDifference gain = matched(before, better), loss = matched(before, worse);
  EXPECT_GT(gain.interval.low, 0.3);
  EXPECT_LT(loss.interval.high, 0);
}

TEST(MatchedDifference, CountsFalsePositivesAndRecallByHand) {
  // Baseline: positives at -1, -2, -3, -4; negatives at -2.5, -3.5, -9.
  const std::vector<double> positives = {-1, -2, -3, -4}, negatives = {-2.5, -3.5, -9};
  // One false positive: a shift that has one recognises 2 or 3 of the positives.
  const auto at = [&](int hits) {
    std::vector<double> after(4, -1);
    for (int i = 0; i < hits; ++i) after[static_cast<std::size_t>(i)] = 1;
    return matched_difference(positives, negatives, after, {1, -1, -1});
  };
  EXPECT_DOUBLE_EQ(at(1).difference, -0.25);
  EXPECT_DOUBLE_EQ(at(2).difference, 0);
  EXPECT_DOUBLE_EQ(at(3).difference, 0);
  EXPECT_DOUBLE_EQ(at(4).difference, 0.25);
  EXPECT_DOUBLE_EQ(at(4).matched_recall, 0.75);
}

// No shift has one false positive of five: with none it recognises nobody, with five all.
TEST(MatchedDifference, OfEqualMarginsClaimsNothing) {
  const std::vector<double> ones(5, -1.0);
  for (const int hits : {0, 2, 5}) {
    std::vector<double> after(5, -1);
    std::fill_n(after.begin(), hits, 1);
    EXPECT_EQ(matched_difference(ones, ones, after, {1, -1, -1, -1, -1}).difference, 0);
  }
}

// Studies in which the model's positives and negatives have the same distributions as the
// baseline's, but for a shift: a new draw of both, so nothing is learned.
TEST(MatchedDifference, OfAnotherDetectorThatIsNoBetterSeldomClaimsMore) {
  int claims = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    const Sample before = sample(2 * seed, 2), noise = sample(2 * seed + 1, 2);
    Sample after = before;
    for (std::size_t i = 0; i < after.positives.size(); ++i) {
      after.positives[i] = std::sqrt(0.5) * (before.positives[i] + 4 + noise.positives[i] + 4) - 1;
    }
    for (std::size_t i = 0; i < after.negatives.size(); ++i) {
      after.negatives[i] = std::sqrt(0.5) * (before.negatives[i] + 6 + noise.negatives[i] + 6) - 3;
    }
    // Means are 2 apart before and after, and so are the deviations: 1.
    claims += matched(before, after).interval.low > 0;
  }
  RecordProperty("claims_of_400", claims);
  EXPECT_LE(claims, 20);
}

TEST(MatchedDifference, RefusesOtherImages) {
  EXPECT_THROW(matched_difference({}, {1}, {}, {1}), std::invalid_argument);
  EXPECT_THROW(matched_difference({1}, {1}, {1}, {1, 2}), std::invalid_argument);
}

}  // namespace
}  // namespace remedy
