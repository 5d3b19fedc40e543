#include "metrics/group_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Every image has the label 0; a model is right where it says 1.
Outcomes right_where(const std::vector<int>& right) {
  Outcomes result;
  for (const int one : right) {
    result.predicted.push_back(one != 0 ? 0 : 1);
    result.rank.push_back(one != 0 ? 0 : 1);
    result.confidence.push_back(0.5F);
  }
  return result;
}

GroupingFigures figures_on(const ImageGrouping& grouping, const std::vector<int>& before,
                           const std::vector<int>& after) {
  return group_figures(grouping, std::vector<std::int32_t>(before.size(), 0), right_where(before),
                       right_where(after));
}

// Groups of 4, 3, 2 and 1 images.
ImageGrouping four_groups() {
  return {"bird_on",
          "train",
          {{"a", {0, 1, 2, 3}, 0.7}, {"b", {4, 5, 6}, 0.05}, {"c", {7, 8}, 0.05}, {"d", {9}, 0.2}}};
}

// Right before: 3 of 4, 1 of 3, 1 of 2, 1 of 1. After: 2, 2, 2 and 0.
GroupingFigures ten_images() {
  return figures_on(four_groups(), {1, 1, 1, 0, 1, 0, 0, 1, 0, 1}, {1, 1, 0, 0, 0, 1, 1, 1, 1, 0});
}

TEST(GroupFigures, CountsEveryGroupBeforeAndAfter) {
  const GroupingFigures result = ten_images();
  ASSERT_EQ(result.groups.size(), 4u);
  EXPECT_EQ(result.groups[1].images, 3);
  EXPECT_DOUBLE_EQ(result.groups[1].baseline->accuracy, 1.0 / 3);
  EXPECT_DOUBLE_EQ(result.groups[1].remediated->accuracy, 2.0 / 3);
  EXPECT_EQ(result.groups[1].negative_flips, 1);
  EXPECT_EQ(result.groups[1].positive_flips, 2);
}

TEST(GroupFigures, ThreeMeansAreThreeNumbers) {
  const GroupSummary before = ten_images().baseline;
  EXPECT_DOUBLE_EQ(*before.mean_over_images, 6.0 / 10);
  EXPECT_DOUBLE_EQ(*before.mean_over_groups, (0.75 + 1.0 / 3 + 0.5 + 1) / 4);
  EXPECT_NEAR(*before.mean_by_prevalence, 0.7 * 0.75 + 0.05 / 3 + 0.05 * 0.5 + 0.2, 1e-15);
}

TEST(GroupFigures, WorstGroupAndGapOfEachModel) {
  const GroupingFigures result = ten_images();
  EXPECT_THAT(result.baseline.worst.groups, ElementsAre("b"));
  EXPECT_DOUBLE_EQ(*result.baseline.worst.accuracy, 1.0 / 3);
  EXPECT_DOUBLE_EQ(*result.baseline.gap, 2.0 / 3);
  EXPECT_THAT(result.remediated.worst.groups, ElementsAre("d"));
  EXPECT_DOUBLE_EQ(*result.remediated.gap, 1);
}

TEST(GroupFigures, GroupsThatAreEquallyBadAreAllNamed) {
  const ImageGrouping grouping{
      "g", "", {{"a", {0, 1}, {}}, {"b", {2, 3, 4, 5}, {}}, {"c", {6}, {}}}};
  const GroupSummary before =
      figures_on(grouping, {1, 0, 1, 1, 0, 0, 1}, {1, 1, 1, 1, 1, 1, 1}).baseline;
  EXPECT_THAT(before.worst.groups, ElementsAre("a", "b"));
  EXPECT_DOUBLE_EQ(*before.worst.accuracy, 0.5);
  EXPECT_FALSE(before.mean_by_prevalence);
}

// metrics.md's reference values of Wilson's interval, as SciPy and statsmodels give them.
TEST(GroupFigures, IntervalIsWilsons) {
  std::vector<std::uint32_t> images;
  std::vector<int> right;
  for (std::uint32_t i = 0; i < 9; ++i) {
    images.push_back(i);
    right.push_back(i < 2);
  }
  const GroupingFigures result = figures_on({"g", "", {{"a", images, {}}}}, right, right);
  EXPECT_NEAR(result.groups[0].baseline->low, 0.0632, 5e-5);
  EXPECT_NEAR(result.groups[0].baseline->high, 0.5474, 5e-5);
}

TEST(GroupFigures, GroupWithoutImagesHasNoAccuracyAndIsNotTheWorst) {
  ImageGrouping grouping = four_groups();
  grouping.groups.push_back({"empty", {}, 0.5});
  const GroupingFigures result =
      figures_on(grouping, {1, 1, 1, 0, 1, 0, 0, 1, 0, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  EXPECT_EQ(result.groups[4].images, 0);
  EXPECT_FALSE(result.groups[4].baseline);
  EXPECT_THAT(result.baseline.worst.groups, ElementsAre("b"));
  EXPECT_EQ(result.baseline.mean_over_groups, ten_images().baseline.mean_over_groups);
  EXPECT_NEAR(*result.baseline.mean_by_prevalence, *ten_images().baseline.mean_by_prevalence,
              1e-15);
}

TEST(GroupFigures, GroupsMayShareImagesAndLeaveSomeOut) {
  const ImageGrouping grouping{"factor", "", {{"pose", {0, 1}, {}}, {"size", {1, 2}, {}}}};
  const GroupingFigures result = figures_on(grouping, {1, 0, 1, 0}, {1, 1, 1, 0});
  EXPECT_EQ(result.in_several_groups, 1);
  EXPECT_EQ(result.in_no_group, 1);
  EXPECT_DOUBLE_EQ(*result.baseline.mean_over_images, 0.5);
  EXPECT_EQ(result.groups[0].positive_flips, 1);
  EXPECT_EQ(result.groups[1].positive_flips, 1);
}

TEST(GroupFigures, NoGroupHasAnImage) {
  const GroupingFigures result = figures_on({"g", "", {{"a", {}, {}}}}, {1, 0}, {1, 1});
  EXPECT_THAT(result.baseline.worst.groups, IsEmpty());
  EXPECT_FALSE(result.baseline.worst.accuracy);
  EXPECT_FALSE(result.baseline.gap);
  EXPECT_DOUBLE_EQ(*result.baseline.mean_over_images, 0.5);
}

// Waterbirds, test split: 2255, 2255, 642 and 642 images; train shares of 3498, 184, 56 and 1057 of
// 4795. The mean that papers report is the one by prevalence: a model which is right on all images
// of the two large training groups and on no other has .9499 there and .5 over images.
TEST(GroupFigures, PublishedMeanOfWaterbirdsIsTheOneByPrevalence) {
  const std::vector<int> sizes = {2255, 2255, 642, 642};
  const std::vector<int> train = {3498, 184, 56, 1057};
  ImageGrouping grouping{"bird_on", "train", {}};
  std::vector<int> right;
  for (std::size_t g = 0; g < 4; ++g) {
    ImageGroup group{std::to_string(g), {}, train[g] / 4795.0};
    for (int i = 0; i < sizes[g]; ++i) {
      group.images.push_back(static_cast<std::uint32_t>(right.size()));
      right.push_back(g == 0 || g == 3);
    }
    grouping.groups.push_back(group);
  }
  const GroupSummary before = figures_on(grouping, right, right).baseline;
  EXPECT_NEAR(*before.mean_by_prevalence, 4555.0 / 4795, 1e-12);
  EXPECT_DOUBLE_EQ(*before.mean_over_images, 0.5);
  EXPECT_DOUBLE_EQ(*before.mean_over_groups, 0.5);
  EXPECT_THAT(before.worst.groups, ElementsAre("1", "2"));
}

TEST(GroupFigures, RefusesAnImageThatTheSuiteDoesNotHave) {
  EXPECT_THROW(figures_on({"g", "", {{"a", {0, 2}, {}}}}, {1, 0}, {1, 1}), Error);
}

}  // namespace
}  // namespace remedy
