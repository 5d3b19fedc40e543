// Groups over the trials of a setting.
#include "report/settings/group_spreads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "statistics/intervals.h"

namespace remedy {
namespace {

GroupFigures group(const std::string& name, std::int64_t images, std::int64_t before,
                   std::int64_t after) {
  GroupFigures figures;
  figures.name = name;
  figures.images = images;
  if (images == 0) return figures;
  const auto accuracy = [&](std::int64_t right) {
    GroupAccuracy of;
    of.right = right;
    of.accuracy = static_cast<double>(right) / static_cast<double>(images);
    const auto interval = statistics::wilson_interval(right, images);
    of.low = interval.low;
    of.high = interval.high;
    return of;
  };
  figures.baseline = accuracy(before);
  figures.remediated = accuracy(after);
  figures.negative_flips = 1;
  return figures;
}

// A trial of three groups, "none" without images; `rare` and `usual`: how many are right after.
SuiteRow trial(std::int64_t rare, std::int64_t usual) {
  GroupingFigures figures;
  figures.prevalence_of = "train";
  figures.groups = {group("rare", 10, 2, rare), group("usual", 40, 36, usual),
                    group("none", 0, 0, 0)};
  figures.baseline.worst = {0.2, {"rare"}};
  const double low = static_cast<double>(rare) / 10, high = static_cast<double>(usual) / 40;
  figures.remediated.worst = {std::min(low, high), {low < high ? "rare" : "usual"}};
  figures.remediated.gap = std::abs(high - low);
  SuiteRow row;
  row.recorded.groups.emplace_back("kind", figures);
  return row;
}

TEST(GroupSpreads, AreMeansOverDrawsOfEachGroup) {
  const SuiteRow first = trial(5, 32), second = trial(7, 28), again = trial(9, 28);
  // Two seeds of one draw count as one.
  const auto all = group_spreads({{0, &first}, {1, &second}, {1, &again}});
  ASSERT_EQ(all.size(), 1u);
  const GroupingSpread& kind = all[0].second;
  EXPECT_EQ(all[0].first, "kind");
  EXPECT_EQ(kind.prevalence_of, "train");
  ASSERT_EQ(kind.groups.size(), 3u);
  EXPECT_NEAR(*kind.groups[0].accuracy->mean, (0.5 + 0.8) / 2, 1e-12);
  EXPECT_EQ(kind.groups[0].accuracy->units, 2u);
  EXPECT_EQ(kind.groups[0].accuracy->holds_for, HoldsFor::kDrawsAndImages);
  EXPECT_NEAR(*kind.groups[0].baseline, 0.2, 1e-12);
  EXPECT_NEAR(*kind.groups[1].accuracy->mean, (0.8 + 0.7) / 2, 1e-12);
  EXPECT_NEAR(*kind.worst->mean, (0.5 + 0.7) / 2, 1e-12);  // of each trial, whichever group it is
  EXPECT_EQ(kind.baseline.worst.groups, std::vector<std::string>{"rare"});
}

TEST(GroupSpreads, OneDrawHasTheImagesOwnInterval) {
  const SuiteRow only = trial(5, 32);
  const auto all = group_spreads({{0, &only}});
  const Spread& rare = *all[0].second.groups[0].accuracy;
  EXPECT_EQ(rare.holds_for, HoldsFor::kImages);
  EXPECT_NEAR(rare.interval->low, statistics::wilson_interval(5, 10).low, 1e-12);
  EXPECT_FALSE(all[0].second.worst->interval);  // it says nothing of other draws
}

TEST(GroupSpreads, EqualDrawsStillScatterByOneImageAndStayShares) {
  const SuiteRow first = trial(10, 40), second = trial(10, 40);
  const auto all = group_spreads({{0, &first}, {1, &second}});
  const Spread& worst = *all[0].second.worst;
  EXPECT_EQ(*worst.mean, 1);
  EXPECT_LT(worst.interval->low, 1);
  EXPECT_EQ(worst.interval->high, 1);
}

TEST(GroupSpreads, AGroupWithoutImagesHasNoAccuracy) {
  const SuiteRow only = trial(5, 32);
  const GroupSpread none = group_spreads({{0, &only}})[0].second.groups[2];
  EXPECT_EQ(none.images, 0);
  EXPECT_FALSE(none.baseline);
  EXPECT_FALSE(none.accuracy);
  EXPECT_TRUE(group_spreads({}).empty());
}

}  // namespace
}  // namespace remedy
