// How the verdict compares what it names with the other remediations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <random>

#include "report/analysed.h"
#include "report/conclude/choose/verdict.h"
#include "report/conclude/choose/verdict_runs.h"

namespace remedy {
namespace {

using testing::add_draws;
using ::testing::HasSubstr;
using testing::make_trial;
using testing::rival;
using testing::RunBuilder;

TEST(Verdict, OnOneSharedDrawTheImagesDecide) {
  RunBuilder builder;
  add_draws(builder, "first", {790});
  add_draws(builder, "near", {786});
  add_draws(builder, "far", {700});
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["verdict"]["label"], "first");
  const Json near = rival(report, "near"), far = rival(report, "far");
  EXPECT_NEAR(near["difference"].get<double>(), -4.0 / 800, 1e-12);
  // 40 negative and 30 or 26 positive flips against the baseline, on images worth 1/800 each; and
  // two images more.
  EXPECT_NEAR(near["standard_error"].get<double>(), std::sqrt(70.0 + 66.0 + 2) / 800, 1e-12);
  EXPECT_EQ(near["told"], "no");
  EXPECT_EQ(near["shared_draws"], 1);
  EXPECT_TRUE(near["p_draws"].is_null());
  EXPECT_TRUE(near["interval"].is_null());
  EXPECT_EQ(far["told"], "images");
  EXPECT_EQ(report["verdict"]["tied"], Json::array({0}));
  EXPECT_THAT(report["verdict"]["sure"].get<std::string>(),
              HasSubstr("Statistically tied with it in retention: near (-0.5 points)."));
}

TEST(Verdict, ADifferenceThatEveryDrawRepeatsIsExpectedOfNewDraws) {
  RunBuilder builder;
  add_draws(builder, "first", {790, 780, 785, 788, 782});
  add_draws(builder, "far", {702, 690, 696, 699, 691});
  const Json report = testing::analysed({builder.run});
  const Json far = rival(report, "far");
  EXPECT_EQ(far["told"], "draws");
  EXPECT_LT(far["interval"][1], 0);
  // The only pair, either way round.
  EXPECT_NEAR(far["p_draws_holm"].get<double>(), 2 * far["p_draws"].get<double>(), 1e-12);
  EXPECT_TRUE(report["verdict"]["tied"].empty());
}

// Draws that trained on the same images say nothing of new ones.
TEST(Verdict, DrawsOfTheSameImagesAreOne) {
  RunBuilder builder;
  const std::vector<int> first = {790, 791, 790, 791, 790}, far = {702, 703, 702, 703, 702};
  for (std::int64_t draw = 0; draw < 5; ++draw) {
    for (const auto& [label, right] : {std::pair("first", first), std::pair("far", far)}) {
      Trial trial = make_trial(label + std::to_string(draw), label, 0.001, 100, draw);
      trial.anchors = "all there are";
      builder.add_completed(trial, right[static_cast<std::size_t>(draw)], 14);
    }
  }
  const Json found = rival(testing::analysed({builder.run}), "far");
  EXPECT_EQ(found["told"], "images");
  EXPECT_EQ(found["shared_draws"], 1);
}

// Equal differences in every draw had p_draws = 0, yet four images are few.
TEST(Verdict, AgreementOfDrawsDoesNotMakeUpForImages) {
  RunBuilder builder;
  add_draws(builder, "first", {790, 780, 785});
  add_draws(builder, "near", {786, 776, 781});
  const Json near = rival(testing::analysed({builder.run}), "near");
  EXPECT_GT(near["p_draws"], 0.2);
  EXPECT_EQ(near["told"], "no");
}

TEST(Verdict, WhereDrawsDifferMuchTheClaimIsAboutTheseDrawsOrNone) {
  RunBuilder builder;
  add_draws(builder, "first", {790, 790, 790});
  add_draws(builder, "always_worse", {700, 640, 765});
  add_draws(builder, "once_better", {600, 795, 700});
  const Json report = testing::analysed({builder.run});
  EXPECT_GT(rival(report, "always_worse")["p_draws"], 0.05);
  EXPECT_EQ(rival(report, "always_worse")["told"], "images");
  EXPECT_LT(rival(report, "once_better")["p_images_holm"], 0.05);
  EXPECT_EQ(rival(report, "once_better")["told"], "no");
}

TEST(Verdict, TheCorrectionIsOverAllPairsForTheFirstWasSeenToBeFirst) {
  RunBuilder builder;
  for (const char* label : {"a", "b", "c", "d"}) add_draws(builder, label, {780});
  add_draws(builder, "e", {745});
  const Json e = rival(testing::analysed({builder.run}), "e");
  // Each of five settings with each of the four other remediations.
  EXPECT_NEAR(e["p_images_holm"].get<double>(), 20 * e["p_images"].get<double>(), 1e-12);
}

// 200 studies in which five remediations are equally good on average, while draws scatter by
// `scatter` images: in how many the report tells one from the first so.
int told_apart(double scatter, const std::string& told) {
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0, scatter);
  int studies = 0;
  for (int study = 0; study < 200; ++study) {
    RunBuilder builder;
    for (const char* label : {"a", "b", "c", "d", "e"}) {
      std::vector<int> right;
      for (int draw = 0; draw < 5; ++draw) right.push_back(static_cast<int>(650 + noise(random)));
      add_draws(builder, label, right);
    }
    bool any = false;
    const Json report = testing::analysed({builder.run});
    for (const Json& entry : report["verdict"]["rivals"]) {
      any = any || entry["told"] == told;
    }
    studies += any;
  }
  std::cout << "equal remediations told apart by " << told << " in " << studies
            << " of 200 studies, where draws scatter by " << scatter << " images\n";
  return studies;
}

// The standard error by images is 18 images here (160 flips each), so 8 are within what images
// explain.
TEST(Verdict, OfEqualRemediationsFewAreToldApart) {
  EXPECT_LE(told_apart(8, "images"), 10);
  EXPECT_LE(told_apart(60, "draws"), 10);
}

TEST(Verdict, RivalsOfAnotherRunShareNoDraws) {
  RunBuilder one("one"), two("two");
  add_draws(one, "first", {790, 788});
  add_draws(two, "other", {780, 782});
  const Json other = rival(testing::analysed({one.run, two.run}), "other");
  EXPECT_EQ(other["shared_draws"], 0);
  EXPECT_NEAR(other["difference"].get<double>(), -8.0 / 800, 1e-12);
}

TEST(Verdict, WhoDidNotReachTheTargetIsNoRival) {
  RunBuilder builder;
  add_draws(builder, "first", {790});
  const Trial late = make_trial("b", "late", 0.001, 100, 0);
  builder.add(late, testing::make_record(late, Status::kNotReached,
                                         {{"validation", testing::retained(799)},
                                          {"test_cows", testing::fixed_cows(3)}}));
  const Json verdict = testing::analysed({builder.run})["verdict"];
  EXPECT_TRUE(verdict["rivals"].empty());
  EXPECT_THAT(verdict["sure"].get<std::string>(),
              HasSubstr("No other remediation met the stop criterion"));
}

}  // namespace
}  // namespace remedy
