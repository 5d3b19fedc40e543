#include "report/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <random>

#include "report/analysis.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using testing::RunBuilder;

// A trial a draw, with so many of 1000 images right; the baseline has 800.
void add_draws(RunBuilder& builder, const std::string& label, const std::vector<int>& right) {
  for (std::size_t draw = 0; draw < right.size(); ++draw) {
    builder.add_completed(make_trial(label + std::to_string(draw), label, 0.001, 100,
                                     static_cast<std::int64_t>(draw)),
                          right[draw], 14);
  }
}

Json rival(const Json& report, const std::string& label) {
  for (const Json& entry : report["verdict"]["rivals"]) {
    if (entry["label"] == label) return entry;
  }
  return nullptr;
}

TEST(Verdict, OnOneSharedDrawTheImagesDecide) {
  RunBuilder builder;
  add_draws(builder, "first", {790});
  add_draws(builder, "near", {786});
  add_draws(builder, "far", {700});
  const Json report = analyse({builder.run});
  EXPECT_EQ(report["verdict"]["label"], "first");
  const Json near = rival(report, "near"), far = rival(report, "far");
  EXPECT_NEAR(near["difference"].get<double>(), -4.0 / 800, 1e-12);
  // 40 negative and 30 or 26 positive flips against the baseline, on images worth 1/800 each.
  EXPECT_NEAR(near["standard_error"].get<double>(), std::sqrt(70.0 + 66.0) / 800, 1e-12);
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
  const Json report = analyse({builder.run});
  const Json far = rival(report, "far");
  EXPECT_EQ(far["told"], "draws");
  EXPECT_LT(far["interval"][1], 0);
  EXPECT_EQ(far["p_draws"], far["p_draws_holm"]);  // the only pair
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
  const Json found = rival(analyse({builder.run}), "far");
  EXPECT_EQ(found["told"], "images");
  EXPECT_EQ(found["shared_draws"], 1);
}

// Equal differences in every draw have p_draws = 0, yet four images are few.
TEST(Verdict, AgreementOfDrawsDoesNotMakeUpForImages) {
  RunBuilder builder;
  add_draws(builder, "first", {790, 780, 785});
  add_draws(builder, "near", {786, 776, 781});
  const Json near = rival(analyse({builder.run}), "near");
  EXPECT_LT(near["p_draws"], 1e-6);
  EXPECT_EQ(near["told"], "no");
}

TEST(Verdict, WhereDrawsDifferMuchTheClaimIsAboutTheseDrawsOrNone) {
  RunBuilder builder;
  add_draws(builder, "first", {790, 790, 790});
  add_draws(builder, "always_worse", {700, 640, 765});
  add_draws(builder, "once_better", {600, 795, 700});
  const Json report = analyse({builder.run});
  EXPECT_GT(rival(report, "always_worse")["p_draws"], 0.05);
  EXPECT_EQ(rival(report, "always_worse")["told"], "images");
  EXPECT_LT(rival(report, "once_better")["p_images_holm"], 0.05);
  EXPECT_EQ(rival(report, "once_better")["told"], "no");
}

TEST(Verdict, HolmsCorrectionIsOverAllPairsForTheFirstWasSeenToBeFirst) {
  RunBuilder builder;
  for (const char* label : {"a", "b", "c", "d"}) add_draws(builder, label, {780});
  add_draws(builder, "e", {745});
  const Json e = rival(analyse({builder.run}), "e");
  // Four of the ten pairs hold e, all with the same p; the others have p = 1.
  EXPECT_NEAR(e["p_images_holm"].get<double>(), 10 * e["p_images"].get<double>(), 1e-12);
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
    const Json report = analyse({builder.run});
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
  const Json other = rival(analyse({one.run, two.run}), "other");
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
  const Json verdict = analyse({builder.run})["verdict"];
  EXPECT_TRUE(verdict["rivals"].empty());
  EXPECT_THAT(verdict["sure"].get<std::string>(),
              HasSubstr("No other remediation met the stop criterion"));
}

TEST(Verdict, SaysWhatItBreaks) {
  RunBuilder builder;
  add_draws(builder, "first", {790});
  Json& suite = builder.run.records["first0"]["suites"]["validation"];
  suite["calibration"] = {{"baseline", {{"ece", 0.02}, {"brier", 0.1}, {"confidence", 0.8}}},
                          {"remediated", {{"ece", 0.055}, {"brier", 0.1}, {"confidence", 0.8}}}};
  suite["classes"]["lost"] = Json::array({{{"class", 7},
                                           {"name", "hen"},
                                           {"images", 40},
                                           {"before", 30},
                                           {"after", 1},
                                           {"negative_flips", 29}}});
  const std::string breaks = analyse({builder.run})["verdict"]["breaks"];
  EXPECT_THAT(breaks,
              HasSubstr("On validation, 40 [29.5, 54.0] images that were right are wrong and 30 "
                        "[21.1, 42.5] that were wrong are right (-1.0 [-2.7, 0.7] points of top-1, "
                        "mean KL 0.250 nats)."));
  EXPECT_THAT(breaks, HasSubstr("Most is lost by hen (30 to 1 of 40 right)."));
  EXPECT_THAT(breaks, HasSubstr("calibration error goes from 2.0 % to 5.5 %."));
}

void add_one(RunBuilder& builder, const std::string& label, int val_right, int cows_right,
             double said_target = 0.01) {
  const Trial trial = make_trial(label, label, 0.001, 100, 0);
  Json record = testing::completed(trial, val_right, cows_right);
  record["suites"]["validation"]["over_prediction"]["remediated"] = said_target;
  builder.add(trial, std::move(record));
}

// The photographs, N = 100: a constant of 10 fixes as many and retains as much as the fine-tune.
TEST(Verdict, WhereAConstantDoesAsMuchItSaysSoFirst) {
  RunBuilder builder;
  add_one(builder, "mixed", 760, 14);
  add_one(builder, "logit_shift", 761, 14);
  const Json verdict = analyse({builder.run})["verdict"];
  EXPECT_EQ(verdict["label"], "mixed");
  EXPECT_EQ(verdict["use"].get<std::string>().rfind(
                "No fix here does more than a constant on the target's logit", 0),
            0U)
      << verdict["use"];
  EXPECT_TRUE(verdict["rivals"].empty());
  ASSERT_EQ(verdict["controls"].size(), 1U);
  EXPECT_TRUE(verdict["controls"][0]["better"].empty());
}

// The same with its over-prediction: 7.4 % against .29 %.
TEST(Verdict, FewerFalsePositivesThanAConstantAreMore) {
  RunBuilder builder;
  add_one(builder, "mixed", 760, 14, 0.003);
  add_one(builder, "logit_shift", 761, 14, 0.074);
  const Json verdict = analyse({builder.run})["verdict"];
  EXPECT_EQ(verdict["use"].get<std::string>().find("No fix here"), std::string::npos);
  EXPECT_EQ(verdict["controls"][0]["better"][0]["in"],
            Json::array({"false positives on validation"}));
  EXPECT_THAT(verdict["sure"].get<std::string>(),
              HasSubstr("Significantly better than the control logit_shift in false positives on "
                        "validation."));
}

TEST(Verdict, AControlIsNeverRecommendedAndOneThatIsMissingIsNamed) {
  RunBuilder builder;
  add_one(builder, "logit_shift", 799, 15);
  EXPECT_TRUE(analyse({builder.run})["verdict"]["setting"].is_null());
  add_one(builder, "mixed", 700, 14);
  const Json report = analyse({builder.run});
  EXPECT_EQ(report["verdict"]["label"], "mixed");
  EXPECT_EQ(report["best"][1]["control"], true);
  EXPECT_EQ(report["verdict"]["missing_controls"], Json::array({"identity", "anchors_finetune"}));
  EXPECT_THAT(report["verdict"]["sure"].get<std::string>(),
              HasSubstr("Without the control anchors_finetune"));
}

// Vehicles on snow: the stop set of four was met by chance, and nothing was fixed.
TEST(Verdict, WhatFixedNothingIsNotRecommended) {
  RunBuilder builder;
  const auto add = [&](const std::string& label, int right, int val_right) {
    const Trial trial = make_trial(label, label, 0.001, 100, 0);
    builder.add(trial, testing::make_record(
                           trial, Status::kCompleted,
                           {{"validation", testing::retained(val_right)},
                            {"racers", testing::SuiteCounts{"fix", 6, 0, right, 0, 1.0, 0.0}}}));
  };
  add("head_finetune", 0, 800);
  Json report = analyse({builder.run});
  EXPECT_EQ(report["best"][0]["outcome"], "not_fixed");
  EXPECT_TRUE(report["verdict"]["setting"].is_null());
  EXPECT_THAT(report["verdict"]["use"].get<std::string>(),
              HasSubstr("The criterion was met, but not fixed (the whole interval has to be above "
                        "50.0 %): head_finetune fixes 0.0 % [0.0, 39.0]."));
  add("dfr", 6, 786);
  report = analyse({builder.run});
  EXPECT_EQ(report["verdict"]["label"], "dfr");
  EXPECT_EQ(report["best"][1]["outcome"], "not_fixed");
}

TEST(Verdict, WhatCostsMoreThanTheStudyAcceptsIsNamed) {
  RunBuilder builder;
  add_one(builder, "mixed", 700, 14);
  builder.run.accept.retention = 0.9;
  const std::string breaks = analyse({builder.run})["verdict"]["breaks"];
  EXPECT_THAT(breaks, HasSubstr("This is more than the study accepts: retention on validation."));
  builder.run.accept.retention = 0.5;
  EXPECT_EQ(analyse({builder.run})["verdict"]["breaks"].get<std::string>().find("accepts"),
            std::string::npos);
}

TEST(Verdict, WhereNothingReachedOrIsJudgedOrPlannedItSaysSo) {
  RunBuilder builder;
  const Trial late = make_trial("b", "late", 0.001, 100, 0);
  builder.add(late, testing::make_record(late, Status::kNotReached,
                                         {{"validation", testing::retained(799)}}));
  EXPECT_EQ(analyse({builder.run})["verdict"]["use"],
            "No setting met the stop criterion in every one of its trials.");
  EXPECT_EQ(analyse({builder.run})["verdict"]["sure"], "");
  builder = RunBuilder();
  Trial free = make_trial("a", "free", 0.001, 100, 0);
  free.stop.reset();
  builder.add_completed(free, 790, 14);
  EXPECT_THAT(analyse({builder.run})["verdict"]["use"].get<std::string>(),
              HasSubstr("No stop rule"));
  EXPECT_EQ(analyse({RunBuilder().run})["verdict"]["use"], "The plan has no trial.");
}

}  // namespace
}  // namespace remedy
