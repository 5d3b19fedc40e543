#include "metrics/class_losses.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

Outcomes predicting(std::vector<std::int32_t> classes) {
  Outcomes result;
  result.predicted = std::move(classes);
  return result;
}

std::vector<int> listed(const ClassLosses& losses) {
  std::vector<int> classes;
  for (const ClassLoss& entry : losses.lost) classes.push_back(static_cast<int>(entry.index));
  return classes;
}

TEST(ClassLosses, TheGreatestNetLossStandsFirst) {
  // Class 0 loses one of three, class 1 both of two, class 2 gains one.
  const std::vector<std::int32_t> labels = {0, 0, 0, 1, 1, 2};
  const ClassLosses losses =
      class_losses(labels, predicting({0, 0, 0, 1, 1, 0}), predicting({0, 0, 5, 0, 5, 2}));
  EXPECT_EQ(listed(losses), (std::vector<int>{1, 0}));
  EXPECT_EQ(losses.lost[0].images, 2);
  EXPECT_EQ(losses.lost[0].before, 2);
  EXPECT_EQ(losses.lost[0].after, 0);
  EXPECT_EQ(losses.lost[0].negative_flips, 2);
  EXPECT_FALSE(losses.lost[0].name);
}

TEST(ClassLosses, EqualNetLossesAreOrderedByNegativeFlipsThenByIndex) {
  // All lose one net: class 7 two flips against one, classes 3 and 5 a single flip.
  const std::vector<std::int32_t> labels = {7, 7, 7, 5, 3};
  const ClassLosses losses =
      class_losses(labels, predicting({7, 7, 0, 5, 3}), predicting({0, 0, 7, 0, 0}));
  EXPECT_EQ(listed(losses), (std::vector<int>{7, 3, 5}));
}

TEST(ClassLosses, TheTenWorstAreListed) {
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 25; ++i) labels.push_back(24 - i);
  const ClassLosses losses =
      class_losses(labels, predicting(labels), predicting(std::vector<std::int32_t>(25, 99)));
  EXPECT_EQ(listed(losses), (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(ClassLosses, TheSameModelLosesNothing) {
  const Outcomes same = predicting({0, 1, 0});
  EXPECT_TRUE(class_losses({0, 1, 2}, same, same).lost.empty());
}

}  // namespace
}  // namespace remedy
