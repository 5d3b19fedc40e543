#include "report/conclude/choose/paired_difference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/conclude/choose/contest_builder.h"

namespace remedy {
namespace {

using testing::ContestBuilder;
using testing::counting;

// Draws of a setting with so many of 100 images right, the first ones.
std::vector<std::vector<testing::Images>> first_right(const std::vector<std::size_t>& right) {
  std::vector<std::vector<testing::Images>> trials;
  for (const std::size_t count : right) trials.push_back({counting(0, count, 100)});
  return trials;
}

TEST(PairedDifference, OfSingleTrialsTheErrorIsOfTheDiscordantImages) {
  ContestBuilder builder(100, {"retention"});
  builder.add({{counting(0, 80, 100)}});
  builder.add({{counting(3, 70, 100)}});  // 3 and 7 that the other has, none the other way round
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  const PairedDifference found = measured.difference(0, 1);
  EXPECT_EQ(found.crossed.value, 10);
  EXPECT_NEAR(found.crossed.image_error, std::sqrt(10.0 + 2), 1e-6);
  EXPECT_EQ(found.crossed.degrees, 0);
  EXPECT_FALSE(found.other_draws);
  EXPECT_EQ(measured.difference(1, 0).crossed.value, -10);
}

TEST(PairedDifference, WhereLessIsBetterTheSignTurns) {
  ContestBuilder builder(100, {"negative flips"});
  builder.add({{counting(0, 8, 100)}});
  builder.add({{counting(0, 5, 100)}});
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  EXPECT_EQ(measured.difference(0, 1).crossed.value, -3);
  EXPECT_TRUE(measured.ahead(1, 0));
}

TEST(PairedDifference, WithoutPredictionsItIsAtMostThatOfBothOnesFlips) {
  ContestBuilder builder(100, {"retention"});
  builder.add({{counting(0, 80, 100)}});
  builder.add({{counting(0, 70, 100)}});
  for (TrialFigure& trial : builder.contest.measures[0].trials) trial.images.clear();
  builder.contest.measures[0].trials[0].squares = 12;
  builder.contest.measures[0].trials[1].squares = 18;
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  EXPECT_NEAR(measured.difference(0, 1).crossed.image_error, std::sqrt(12.0 + 18 + 2), 1e-12);
}

TEST(PairedDifference, FromThreeDrawsOnTheirSpreadTakesPart) {
  ContestBuilder builder(100, {"retention"});
  builder.add(first_right({80, 82, 84}));
  builder.add(first_right({70, 71, 75}));
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  const PairedDifference found = measured.difference(0, 1);
  EXPECT_EQ(found.draws, (std::vector<double>{10, 11, 9}));
  EXPECT_EQ(found.crossed.degrees, 2);
  EXPECT_NEAR(found.crossed.draw_error, 1 / std::sqrt(3.0), 1e-12);
  EXPECT_TRUE(found.other_draws);
  // Of the images the part that every two draws repeat: the mean product of their differences.
  const auto images = [](int i, int draw) {
    const int first[] = {80, 82, 84}, second[] = {70, 71, 75};
    return (i < first[draw]) - (i < second[draw]);
  };
  double products = 0;
  for (int i = 0; i < 100; ++i) {
    products +=
        images(i, 0) * images(i, 1) + images(i, 0) * images(i, 2) + images(i, 1) * images(i, 2);
  }
  EXPECT_NEAR(found.crossed.image_error, std::sqrt(products / 3 + 2), 1e-6);
}

// Every draw differs by five images: rounding alone may do that.
TEST(PairedDifference, EqualDifferencesHaveASpread) {
  ContestBuilder builder(100, {"retention"});
  builder.add(first_right({80, 82, 84}));
  builder.add(first_right({75, 77, 79}));
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  const PairedDifference found = measured.difference(0, 1);
  EXPECT_NEAR(found.crossed.draw_error, std::sqrt(1.0 / 6 / 3), 1e-12);
  EXPECT_GT(statistics::p_not_above_zero(found.crossed), 0.01);
}

TEST(PairedDifference, TwoDrawsSayNothingOfOthers) {
  ContestBuilder builder(100, {"retention"});
  builder.add(first_right({80, 82}));
  builder.add(first_right({70, 71}));
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  EXPECT_FALSE(measured.difference(0, 1).other_draws);
  EXPECT_EQ(measured.difference(0, 1).crossed.degrees, 0);
}

TEST(PairedDifference, SeedsAreAveragedWithinDraws) {
  ContestBuilder builder(100, {"retention"});
  builder.add(first_right({80, 90, 82, 92, 84, 94}));  // two seeds in each of three draws
  builder.add(first_right({70, 71, 75}));
  builder.contest.competitors[0].draws = {{0, {0, 1}}, {1, {2, 3}}, {2, {4, 5}}};
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  EXPECT_EQ(measured.difference(0, 1).draws, (std::vector<double>{15, 16, 14}));
}

TEST(PairedDifference, OnlyDrawsThatBothHaveArePaired) {
  ContestBuilder builder(100, {"retention"});
  builder.add(first_right({80, 82, 84, 20}));
  builder.add(first_right({70, 71, 75}));
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  const PairedDifference found = measured.difference(0, 1);
  EXPECT_EQ(found.draws, (std::vector<double>{10, 11, 9}));
  EXPECT_EQ(found.crossed.value, 10);
  EXPECT_LT(found.crossed.image_error, 4);  // the fourth draw would add 50 images
  EXPECT_FALSE(measured.same_draws(0, 1));
}

TEST(PairedDifference, AConstantStandsBesideEveryDraw) {
  ContestBuilder builder(100, {"retention"});
  builder.add(first_right({80, 82, 84}));
  builder.add(first_right({70}));
  builder.add(first_right({60}));
  builder.contest.competitors[1].constant = builder.contest.competitors[2].constant = true;
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  EXPECT_EQ(measured.difference(1, 0).draws, (std::vector<double>{-10, -12, -14}));
  EXPECT_EQ(measured.difference(0, 1).draws, (std::vector<double>{10, 12, 14}));
  EXPECT_TRUE(measured.difference(1, 2).other_draws);  // whatever is drawn
  EXPECT_EQ(measured.difference(1, 2).crossed.degrees, 0);
}

TEST(PairedDifference, SettingsOfTwoRunsShareNoDraws) {
  ContestBuilder builder(100, {"retention"});
  builder.add(first_right({80, 82, 84}));
  builder.add(first_right({70, 74, 78}));
  builder.contest.competitors[1].run = 1;
  const MeasuredContest measured(builder.contest, builder.contest.measures[0]);
  const PairedDifference found = measured.difference(0, 1);
  EXPECT_TRUE(found.draws.empty());
  EXPECT_EQ(found.crossed.value, 8);
  EXPECT_NEAR(found.crossed.draw_error, std::sqrt(4.0 / 3 + 16.0 / 3), 1e-12);
  EXPECT_NEAR(found.crossed.degrees, 400.0 / 9 / (16.0 / 9 / 2 + 256.0 / 9 / 2), 1e-9);  // Welch
}

}  // namespace
}  // namespace remedy
