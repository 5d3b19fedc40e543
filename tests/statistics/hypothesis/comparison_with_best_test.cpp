#include "statistics/hypothesis/comparison_with_best.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "places.h"
#include "statistics/basic/random.h"

namespace remedy::statistics {
namespace {

// As make_best_reference.py writes it.
nlohmann::json best_reference(const char* kind) {
  std::ifstream file(source_dir() + "/tests/statistics/best_reference.json");
  return nlohmann::json::parse(file).at(kind);
}

std::vector<double> all_differences(const std::vector<double>& means) {
  std::vector<double> all;
  for (const double a : means) {
    for (const double b : means) all.push_back(a - b);
  }
  return all;
}

void expect_comparisons(const std::vector<ComparisonWithBest>& actual,
                        const nlohmann::json& expected) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual[i].interval.low, expected["low"][i].get<double>(), 1e-9);
    EXPECT_NEAR(actual[i].interval.high, expected["high"][i].get<double>(), 1e-9);
    if (actual[i].may_be_best) chosen.push_back(i);
  }
  EXPECT_EQ(chosen, expected["chosen"].get<std::vector<std::size_t>>());
}

TEST(ComparisonWithBest, TheInsectsOfHsusBook) {
  const auto insects = best_reference("insects");
  const double width = insects["half_width"];
  EXPECT_NEAR(width / std::sqrt(46.008 * 2 / 6), 2.19, 0.005);  // Dunnett's table, 3 and 20
  expect_comparisons(
      comparisons_with_best(4, all_differences(insects["means"]), std::vector<double>(16, width)),
      insects);
}

TEST(ComparisonWithBest, UnequalHalfWidths) {
  const auto groups = best_reference("groups");
  ASSERT_GT(groups.size(), 30U);
  for (const auto& group : groups) {
    const std::vector<double> means = group["means"];
    std::vector<double> widths;
    for (const auto& row : group["half_widths"]) {
      widths.insert(widths.end(), row.begin(), row.end());
    }
    expect_comparisons(comparisons_with_best(means.size(), all_differences(means), widths), group);
  }
}

TEST(ComparisonWithBest, ASingleMeanIsTheBest) {
  const auto one = comparisons_with_best(1, {0}, {0});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_TRUE(one[0].may_be_best);
  EXPECT_EQ(comparisons_with_best(0, {}, {}).size(), 0U);
  EXPECT_THROW(comparisons_with_best(2, {0, 1}, {0, 0, 0, 0}), std::invalid_argument);
  EXPECT_EQ(level_with_best(1), 0.05);
  EXPECT_DOUBLE_EQ(level_with_best(24), 0.05 / 23);
}

// Means of known variance, of which the first is the best by nothing or a little.
TEST(ComparisonWithBest, TheBestIsRarelyDropped) {
  Random random(7);
  const double width = 1.644853626951 * std::sqrt(2);      // too narrow for more than two
  const double corrected = 2.326347874041 * std::sqrt(2);  // the normal quantile of .05 / 5
  int dropped = 0, dropped_uncorrected = 0;
  for (int i = 0; i < 4000; ++i) {
    std::vector<double> means(6);
    for (double& mean : means) mean = random.normal();
    const auto all = all_differences(means);
    dropped += !comparisons_with_best(6, all, std::vector<double>(36, corrected))[0].may_be_best;
    dropped_uncorrected +=
        !comparisons_with_best(6, all, std::vector<double>(36, width))[0].may_be_best;
  }
  EXPECT_LE(dropped, 200);
  EXPECT_GE(dropped_uncorrected, 400);
}

}  // namespace
}  // namespace remedy::statistics
