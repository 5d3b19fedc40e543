#include "report/conclude/choose/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "report/analysed.h"
#include "report/conclude/choose/verdict_runs.h"

namespace remedy {
namespace {

using testing::add_draws;
using ::testing::HasSubstr;
using testing::make_trial;
using testing::rival;
using testing::RunBuilder;

TEST(Verdict, SaysWhatItBreaks) {
  RunBuilder builder;
  add_draws(builder, "first", {790});
  SuiteFigures& suite = named(builder.run.records["first0"].result.suites, "validation");
  suite.calibration = CalibrationChange{{0.02, 0.1, 0.8}, {0.055, 0.1, 0.8}};
  suite.classes = ClassLosses{{{7, "hen", 40, 30, 1, 29}}};
  const std::string breaks = testing::analysed({builder.run})["verdict"]["breaks"];
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
  const Json verdict = testing::analysed({builder.run})["verdict"];
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
  const Json verdict = testing::analysed({builder.run})["verdict"];
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
  EXPECT_TRUE(testing::analysed({builder.run})["verdict"]["setting"].is_null());
  add_one(builder, "mixed", 700, 14);
  const Json report = testing::analysed({builder.run});
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
  Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["best"][0]["outcome"], "not_fixed");
  EXPECT_TRUE(report["verdict"]["setting"].is_null());
  EXPECT_THAT(report["verdict"]["use"].get<std::string>(),
              HasSubstr("The criterion was met, but not fixed (the whole interval has to be above "
                        "50.0 %): head_finetune fixes 0.0 % [0.0, 39.0]."));
  add("dfr", 6, 786);
  report = testing::analysed({builder.run});
  EXPECT_EQ(report["verdict"]["label"], "dfr");
  EXPECT_EQ(report["best"][1]["outcome"], "not_fixed");
}

// The remedies study, two draws: the first in retention by a quarter of a point, and no others so
// hard on the guard suite. Retention 99.66, 99.41 and 88.4 %; negative flips 58, 25 and 300.
RunBuilder remedies() {
  RunBuilder builder;
  const auto add = [&](const std::string& label, int draw, int right, int lost, int guard,
                       int guard_lost) {
    const Trial trial = make_trial(label + std::to_string(draw), label, 0.001, 100, draw);
    builder.add(
        trial, testing::make_record(trial, Status::kCompleted,
                                    {{"validation", {"retain", 3000, 2389, right, lost, 0.1, 0.01}},
                                     {"others", {"guard", 997, 700, guard, guard_lost, 0.1, 0.01}},
                                     {"test_cows", {"fix", 100, 0, 95, 0, 1.0, 0.95}}}));
  };
  for (int draw = 0; draw < 2; ++draw) {
    add("focal_distillation", draw, 2381 - draw, 58, 524, 190);
    add("head_finetune", draw, 2375 - draw, 25, 688, 20);
    add("dfr", draw, 2111 - draw, 300, 688, 20);
  }
  return builder;
}

TEST(Verdict, OfThoseThatMayRetainMostItNamesTheOneThatHarmsLeast) {
  const Json report = testing::analysed({remedies().run}), verdict = report["verdict"];
  EXPECT_EQ(report["best"][0]["label"], "focal_distillation");
  EXPECT_EQ(verdict["label"], "head_finetune");
  const Json& set = verdict["set"];
  EXPECT_EQ(set["of"], 3);
  EXPECT_EQ(set["draws"], 2);
  EXPECT_EQ(set["other_draws"], false);
  EXPECT_EQ(set["settings"][0]["in_set"], true);
  EXPECT_EQ(set["settings"][0]["worse_in"], "negative flips");
  EXPECT_EQ(set["settings"][1]["as_good"], true);
  EXPECT_EQ(set["settings"][2]["in_set"], false);
  EXPECT_EQ(set["settings"][2]["to_best"][1], 0);
  const std::string use = verdict["use"], breaks = verdict["breaks"], sure = verdict["sure"];
  EXPECT_EQ(use.rfind("With 2 draws nothing is established for other draws", 0), 0U) << use;
  EXPECT_THAT(use, HasSubstr("Of the 3 settings that met the stop criterion in every trial and "
                             "fixed what is broken, use head_finetune with N 100: "));
  EXPECT_THAT(use, HasSubstr("top-1 on others changes by -1.2 [-2.3, -0.1] points"));
  EXPECT_THAT(use, HasSubstr("2 of them are statistically tied for the best in retention"));
  EXPECT_THAT(use, HasSubstr("Significantly worse than others of these in negative flips: "
                             "focal_distillation (99.6 %). So it does the least harm."));
  EXPECT_THAT(breaks, HasSubstr("Of others, "));
  EXPECT_THAT(sure, HasSubstr("Statistically tied with it in retention: focal_distillation (+0.3 "
                              "points)."));
  EXPECT_THAT(sure, HasSubstr("Significantly different in retention on these test images; not "
                              "established for new draws (n = 2): dfr (-11.1 points)."));
  EXPECT_TRUE(verdict["free_of_choice"].is_null());  // there are no predictions
}

// One draw of a method that looks at no anchors says as much of other draws as five.
TEST(Verdict, AMethodThatDrawsDoNotChangeIsComparedWithEveryDraw) {
  RunBuilder builder;
  add_draws(builder, "first", {790, 780, 785, 788, 782});
  Trial trial = make_trial("far", "far", 0.001, std::nullopt, std::nullopt);
  builder.add_completed(trial, 650, 14);
  const Json found = rival(testing::analysed({builder.run}), "far");
  EXPECT_EQ(found["shared_draws"], 5);
  EXPECT_EQ(found["told"], "draws");
}

// Of a remediation with several settings one may be the best by chance; all have to be worse.
TEST(Verdict, ARemediationIsWorseWhereEachOfItsSettingsIs) {
  RunBuilder builder;
  add_draws(builder, "first", {790, 780, 785});
  for (const auto& [rate, right] : {std::pair(0.01, 640), std::pair(0.1, 778)}) {
    for (int draw = 0; draw < 3; ++draw) {
      builder.add_completed(
          make_trial("many" + std::to_string(rate) + std::to_string(draw), "many", rate, 100, draw),
          right + draw, 14);
    }
  }
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(rival(report, "many")["told"], "no");
  EXPECT_EQ(report["verdict"]["tied"], Json::array({0}));
  EXPECT_EQ(report["verdict"]["set"]["of"], 3);
  EXPECT_EQ(report["verdict"]["set"]["settings"][1]["in_set"], false);
}

// The constant has as many images right, yet half of the guard suite wrong.
TEST(Verdict, LessHarmThanAConstantIsMore) {
  RunBuilder builder;
  const auto add = [&](const std::string& label, int guard) {
    const Trial trial = make_trial(label, label, 0.001, 100, 0);
    builder.add(trial, testing::make_record(
                           trial, Status::kCompleted,
                           {{"validation", testing::retained(790)},
                            {"others", {"guard", 600, 500, guard, 500 - guard + 5, 0.1, 0.01}},
                            {"test_cows", testing::fixed_cows(14)}}));
  };
  add("mixed", 495);
  add("logit_shift", 300);
  const Json verdict = testing::analysed({builder.run})["verdict"];
  EXPECT_EQ(verdict["controls"][0]["better"][0]["in"], Json::array({"guard accuracy"}));
  EXPECT_EQ(verdict["controls"][0]["better"][0]["other_draws"], false);
  EXPECT_EQ(verdict["use"].get<std::string>().find("No fix here"), std::string::npos);
}

TEST(Verdict, WhatCostsMoreThanTheStudyAcceptsIsNamed) {
  RunBuilder builder;
  add_one(builder, "mixed", 700, 14);
  builder.run.accept.retention = 0.9;
  const std::string breaks = testing::analysed({builder.run})["verdict"]["breaks"];
  EXPECT_THAT(breaks, HasSubstr("This is more than the study accepts: retention on validation."));
  builder.run.accept.retention = 0.5;
  EXPECT_EQ(
      testing::analysed({builder.run})["verdict"]["breaks"].get<std::string>().find("accepts"),
      std::string::npos);
}

TEST(Verdict, WhereNothingReachedOrIsJudgedOrPlannedItSaysSo) {
  RunBuilder builder;
  const Trial late = make_trial("b", "late", 0.001, 100, 0);
  builder.add(late, testing::make_record(late, Status::kNotReached,
                                         {{"validation", testing::retained(799)}}));
  EXPECT_EQ(testing::analysed({builder.run})["verdict"]["use"],
            "No setting met the stop criterion in every one of its trials.");
  EXPECT_EQ(testing::analysed({builder.run})["verdict"]["sure"], "");
  builder = RunBuilder();
  Trial free = make_trial("a", "free", 0.001, 100, 0);
  free.stop.reset();
  builder.add_completed(free, 790, 14);
  EXPECT_THAT(testing::analysed({builder.run})["verdict"]["use"].get<std::string>(),
              HasSubstr("No stop rule"));
  EXPECT_EQ(testing::analysed({RunBuilder().run})["verdict"]["use"], "The plan has no trial.");
}

}  // namespace
}  // namespace remedy
