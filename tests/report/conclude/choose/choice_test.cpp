#include "report/conclude/choose/choice.h"

#include <gtest/gtest.h>

#include "report/conclude/choose/contest_builder.h"
#include "report/conclude/choose/paired_difference.h"
#include "statistics/comparison_with_best.h"
#include "statistics/random.h"

namespace remedy {
namespace {

using testing::ContestBuilder;
using testing::counting;
using testing::Images;

constexpr std::size_t kImages = 2000;

Images first_of(std::size_t count) { return counting(0, count, kImages); }

// A single trial with so many images right, and so many of each harm.
std::size_t add_one(ContestBuilder& builder, const std::vector<std::size_t>& counts) {
  std::vector<Images> images;
  for (const std::size_t count : counts) images.push_back(first_of(count));
  return builder.add({images}, builder.contest.competitors.size());
}

TEST(Choice, OfThoseThatMayBeTheBestTheOneWithTheLeastHarm) {
  ContestBuilder builder(kImages, {"retention", "negative flips", "guard accuracy"});
  add_one(builder, {1000, 90, 500});  // the highest, many flips
  add_one(builder, {998, 20, 300});   // few flips, the guard suite lost
  add_one(builder, {997, 21, 498});
  add_one(builder, {700, 10, 500});  // retains little
  const auto choice = choose(builder.contest);
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->chosen, 2U);
  EXPECT_TRUE(choice->standings[0].may_be_best);
  EXPECT_EQ(choice->standings[0].worse_in, "negative flips");
  EXPECT_EQ(choice->standings[1].worse_in, "guard accuracy");
  EXPECT_EQ(choice->standings[2].worse_in, "");
  EXPECT_FALSE(choice->standings[3].may_be_best);
  EXPECT_EQ(choice->standings[3].to_best.high, 0);
  EXPECT_FALSE(choice->other_draws);
}

TEST(Choice, ThenTheMatchedDifferenceAndTheSteps) {
  ContestBuilder builder(kImages, {"retention", "negative flips"});
  for (int i = 0; i < 4; ++i) add_one(builder, {1000, 20});
  auto& all = builder.contest.competitors;
  all[0].matched = {-0.2, 0.05};
  all[1].matched = {0.1, 0.4};
  all[2].matched = {0.12, 0.38};
  all[3].matched = {0.1, 0.4};
  all[1].steps = 9;
  all[2].steps = 1;
  all[3].steps = 8;
  const auto choice = choose(builder.contest);
  EXPECT_EQ(choice->standings[0].worse_in, "matched difference");
  EXPECT_EQ(choice->standings[2].worse_in, "");
  EXPECT_EQ(choice->chosen, 2U);
  all[2].steps = 10;
  EXPECT_EQ(choose(builder.contest)->chosen, 3U);
}

TEST(Choice, AControlIsNeverChosen) {
  ContestBuilder builder(kImages, {"retention", "negative flips"});
  add_one(builder, {1000, 5});
  EXPECT_FALSE(choose(Contest()));
  builder.contest.competitors[0].control = true;
  EXPECT_FALSE(choose(builder.contest));
  add_one(builder, {700, 50});
  const auto choice = choose(builder.contest);
  EXPECT_EQ(choice->chosen, 1U);
  EXPECT_EQ(choice->standings.size(), 1U);
  EXPECT_TRUE(choice->standings[0].may_be_best);
}

// Settings with three draws, each image right in about half of them.
ContestBuilder random_contest(std::size_t settings, std::uint64_t seed, double step) {
  statistics::Random random(seed);
  ContestBuilder builder(400, {"retention"});
  for (std::size_t i = 0; i < settings; ++i) {
    std::vector<std::vector<Images>> trials;
    for (int draw = 0; draw < 3; ++draw) {
      Images images(400);
      for (auto& image : images) image = random.uniform() < 0.5 + step * static_cast<double>(i);
      trials.push_back({images});
    }
    builder.add(trials, i);
  }
  return builder;
}

TEST(Choice, TheSetIsThatOfTheConstrainedIntervals) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const ContestBuilder builder = random_contest(8, seed, 0.04);
    const auto choice = choose(builder.contest);
    const auto set = may_be_best(builder.contest, 0, {0, 1, 2, 3, 4, 5, 6, 7});
    std::vector<std::size_t> by_interval;
    for (const Standing& one : choice->standings) {
      EXPECT_LE(one.to_best.low, 0);
      EXPECT_GE(one.to_best.high, 0);
      if (one.to_best.high > 0) by_interval.push_back(one.competitor);
    }
    EXPECT_EQ(set, by_interval);
    EXPECT_GT(set.size(), 0U);
    EXPECT_LT(set.size(), 8U);
  }
}

TEST(Choice, ThreeDrawsOrMoreSaySomethingOfOthers) {
  EXPECT_TRUE(choose(random_contest(3, 1, 0).contest)->other_draws);
  EXPECT_EQ(choose(random_contest(3, 1, 0).contest)->draws, 3U);
}

// Twelve equal settings with half of their images right: the best of them seems to have more.
TEST(Choice, WhatIsChosenOnOneHalfIsMeasuredOnTheOther) {
  double shown = 0, held_out = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto choice = choose(random_contest(12, seed, 0).contest);
    shown += choice->plain / 20;
    held_out += choice->held_out.value() / 20;
  }
  EXPECT_GT(shown, 202.5);  // 200 are expected; the deviation of a setting's mean is 5.8
  EXPECT_NEAR(held_out, 200, 3);
}

TEST(Choice, TheSameChoiceInBothHalvesHasItsPlainFigure) {
  ContestBuilder builder(kImages, {"retention", "negative flips"});
  add_one(builder, {1000, 20});
  add_one(builder, {500, 20});
  const auto choice = choose(builder.contest);
  EXPECT_NEAR(choice->held_out.value(), choice->plain, 1e-9);
  builder.contest.measures[1].trials[1].images.clear();  // predictions that are lost
  EXPECT_FALSE(choose(builder.contest)->held_out);
}

}  // namespace
}  // namespace remedy
