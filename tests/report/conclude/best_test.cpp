#include "report/conclude/best.h"

#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using testing::make_record;
using testing::make_trial;
using testing::RunBuilder;

void add_not_reached(RunBuilder& builder, const Trial& trial, int val_right) {
  builder.add(trial, make_record(trial, Status::kNotReached,
                                 {{"validation", testing::retained(val_right)},
                                  {"test_cows", testing::fixed_cows(2)}}));
}

TEST(Best, TheHighestRetentionAmongThoseThatReachedWins) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 700, 15);
  builder.add_completed(make_trial("a1", "mixed", 0.002, 100, 0), 760, 13);
  add_not_reached(builder, make_trial("a2", "mixed", 0.003, 100, 0), 799);
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["best"].size(), 1U);
  const Json& best = report["best"][0];
  EXPECT_EQ(best["outcome"], "reached");
  EXPECT_EQ(best["setting"], 1);
  EXPECT_EQ(best["of_settings"], 3);
  EXPECT_DOUBLE_EQ(best["value"].get<double>(), 0.95);
}

TEST(Best, ASettingThatMissedTheTargetOnceIsWorseThanOneThatNeverDid) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 790, 15);
  add_not_reached(builder, make_trial("a1", "mixed", 0.001, 100, 1), 799);
  builder.add_completed(make_trial("b0", "mixed", 0.002, 100, 0), 600, 15);
  builder.add_completed(make_trial("b1", "mixed", 0.002, 100, 1), 610, 15);
  EXPECT_EQ(testing::analysed({builder.run})["best"][0]["setting"], 1);
}

TEST(Best, AFailedTrialCountsAgainstItsSetting) {
  RunBuilder builder;
  const Trial failed = make_trial("a1", "mixed", 0.001, 100, 1);
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 790, 15);
  builder.add(failed, make_record(failed, Status::kTimedOut, {}, "30 min"));
  const Json report = testing::analysed({builder.run});
  const Json& best = report["best"][0];
  EXPECT_EQ(best["outcome"], "partly_reached");
  EXPECT_EQ(best["reached"], 1);
  EXPECT_EQ(best["planned"], 2);
}

TEST(Best, MeetingTheStopCriterionIsNotFixing) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 799, 10);  // [.42, .85]
  builder.add_completed(make_trial("b0", "mixed", 0.002, 100, 0), 700, 13);  // [.62, .96]
  const Json best = testing::analysed({builder.run})["best"][0];
  EXPECT_EQ(best["outcome"], "reached");
  EXPECT_EQ(best["setting"], 1);
  EXPECT_NEAR(best["fix"]["interval"][0].get<double>(), 0.6212, 5e-5);
  builder.run.accept.fix = 0.7;
  const Json strict = testing::analysed({builder.run})["best"][0];
  EXPECT_EQ(strict["outcome"], "not_fixed");
  EXPECT_EQ(strict["setting"], 0);  // its figures are shown
}

TEST(Best, RemediationsAreRankedAndNotReachedIsLast) {
  RunBuilder builder;
  add_not_reached(builder, make_trial("a0", "timid", 0.001, 100, 0), 800);
  builder.add_completed(make_trial("b0", "rough", 0.001, 100, 0), 500, 15);
  builder.add_completed(make_trial("c0", "gentle", 0.001, 100, 0), 780, 15);
  builder.plan(make_trial("d0", "later", 0.001, 100, 0));
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["best"].size(), 4U);
  EXPECT_EQ(report["best"][0]["label"], "gentle");
  EXPECT_EQ(report["best"][1]["label"], "rough");
  EXPECT_EQ(report["best"][2]["label"], "timid");
  EXPECT_EQ(report["best"][2]["outcome"], "not_reached");
  EXPECT_TRUE(report["best"][2]["setting"].is_null());
  EXPECT_EQ(report["best"][3]["outcome"], "no_result");
}

TEST(Best, ThePublishedProtocolIsChosenAndRankedApart) {
  RunBuilder builder;
  Trial published = make_trial("a0", "mixed", 0.001, 100, 0);
  published.stop = StopRule{"test_cows", 0.9, 200};
  builder.add_completed(published, 799, 15);
  builder.add_completed(make_trial("a1", "mixed", 0.001, 100, 0), 700, 14);
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["best"].size(), 2U);
  EXPECT_EQ(report["best"][0]["stop_on"], "stop");
  EXPECT_EQ(report["best"][0]["stopped_on_reported_suite"], false);
  EXPECT_EQ(report["best"][1]["stopped_on_reported_suite"], true);
}

TEST(Best, WithoutAStopRuleNothingIsChosen) {
  RunBuilder builder;
  Trial trial = make_trial("a0", "mixed", 0.001, 100, 0);
  trial.stop.reset();
  builder.add_completed(trial, 799, 15);
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["best"][0]["outcome"], "not_judged");
  EXPECT_TRUE(report["best"][0]["setting"].is_null());
}

}  // namespace
}  // namespace remedy
