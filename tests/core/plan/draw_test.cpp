#include "core/plan/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/error.h"

namespace remedy {
namespace {

std::vector<int> three_images_of_each(int classes) {
  std::vector<int> labels;
  for (int i = 0; i < 3 * classes; ++i) labels.push_back(i / 3);
  return labels;
}

TEST(Draw, TakesOneImageFromEachOfNClasses) {
  const auto labels = three_images_of_each(100);
  std::set<int> classes;
  for (const std::size_t i : draw_anchors(labels, 40, 0)) classes.insert(labels[i]);
  EXPECT_EQ(classes.size(), 40u);
}

TEST(Draw, ALargerNHoldsTheSmallerOne) {
  const auto labels = three_images_of_each(100);
  const auto small = draw_anchors(labels, 10, 3), large = draw_anchors(labels, 90, 3);
  EXPECT_TRUE(std::equal(small.begin(), small.end(), large.begin()));
}

TEST(Draw, DrawsDifferInClassesAndImages) {
  const auto labels = three_images_of_each(100);
  EXPECT_NE(draw_anchors(labels, 50, 0), draw_anchors(labels, 50, 1));
  auto all0 = draw_anchors(labels, 100, 0), all1 = draw_anchors(labels, 100, 1);
  std::sort(all0.begin(), all0.end());
  std::sort(all1.begin(), all1.end());
  EXPECT_NE(all0, all1);
}

// Each class is in a draw of half of them with probability 1/2: over 400 draws a class is counted
// 200 times with a standard deviation of 10.
TEST(Draw, EveryClassIsDrawnAsOften) {
  const auto labels = three_images_of_each(20);
  std::vector<int> counts(20, 0);
  for (int draw = 0; draw < 400; ++draw) {
    for (const std::size_t i : draw_anchors(labels, 10, draw)) ++counts[labels[i]];
  }
  for (const int count : counts) EXPECT_NEAR(count, 200, 50);
}

// Values from an independent implementation of the documented hash; SplitMix64 itself, started at
// 0, gives 0xe220a8397b1dcdaf first.
TEST(Draw, IsTheSameOnEveryMachine) {
  EXPECT_EQ(draw_anchors({0, 1, 2, 3, 4, 5, 6, 7}, 4, 0), (std::vector<std::size_t>{7, 6, 0, 3}));
  EXPECT_EQ(mix(1, 2, 3), 0xd0734750fde362b3ULL);
}

TEST(Draw, RefusesMoreClassesThanThereAre) { EXPECT_THROW(draw_anchors({0, 0, 1}, 3, 0), Error); }

TEST(Draw, SeveralImagesOfAClassAreDistinctAndNested) {
  std::vector<int> labels(300);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i % 3);
  const auto few = draw_anchors(labels, 3, 0, 10), many = draw_anchors(labels, 3, 0, 90);
  EXPECT_EQ(std::set<std::size_t>(many.begin(), many.end()).size(), 270u);
  const std::set<std::size_t> all(many.begin(), many.end());
  for (const std::size_t i : few) EXPECT_EQ(all.count(i), 1u);
  EXPECT_NE(draw_anchors(labels, 3, 1, 10), few);
  EXPECT_THROW(draw_anchors(labels, 3, 0, 101), Error);
}

}  // namespace
}  // namespace remedy
