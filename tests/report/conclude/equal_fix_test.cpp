#include "report/conclude/equal_fix.h"

#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using testing::make_record;
using testing::make_trial;
using testing::RunBuilder;

// On validation: so many right, so many negative flips, that KL.
Json record(const Trial& trial, Status status, int right, int flips, double kl) {
  testing::SuiteCounts counts = testing::retained(right);
  counts.negative_flips = flips;
  counts.kl = kl;
  return make_record(trial, status,
                     {{"validation", counts}, {"test_cows", testing::fixed_cows(14)}});
}

Json row_of(const Json& report, const std::string& label) {
  for (const Json& row : report["equal_fix"]["rows"]) {
    if (row["label"] == label) return row;
  }
  return nullptr;
}

RunData example() {
  RunBuilder builder;
  const auto add = [&](const Trial& trial, Status status, int right, int flips, double kl) {
    builder.add(trial, record(trial, status, right, flips, kl));
  };
  // Of "mixed", one setting keeps most, another flips least; the third never reached the target.
  add(make_trial("a0", "mixed", 0.001, 100, 0), Status::kCompleted, 790, 60, 0.3);
  add(make_trial("a1", "mixed", 0.002, 100, 0), Status::kCompleted, 780, 25, 0.2);
  add(make_trial("a2", "mixed", 0.003, 100, 0), Status::kNotReached, 800, 0, 0.0);
  add(make_trial("b0", "head", 0.001, 100, 0), Status::kCompleted, 785, 20, 0.2);
  add(make_trial("c0", "timid", 0.001, 100, 0), Status::kNotReached, 800, 0, 0.0);
  // Reached on one draw and not on the other.
  add(make_trial("d0", "moody", 0.001, 100, 0), Status::kCompleted, 799, 2, 0.01);
  add(make_trial("d1", "moody", 0.001, 100, 1), Status::kNotReached, 799, 2, 0.01);
  return builder.run;
}

TEST(EqualFix, EachCostHasItsOwnBestSettingAmongThoseThatReached) {
  const Json figures = row_of(testing::analysed({example()}), "mixed")["figures"];
  EXPECT_EQ(figures["retention"]["setting"], 0);
  EXPECT_DOUBLE_EQ(figures["retention"]["value"], 790.0 / 800);
  EXPECT_EQ(figures["negative_flip_rate"]["setting"], 1);
  EXPECT_DOUBLE_EQ(figures["negative_flip_rate"]["value"], 0.025);
  EXPECT_EQ(figures["kl.mean"]["setting"], 1);
}

TEST(EqualFix, WhoReachedItNeverOrNotInEveryTrialIsScoredWorst) {
  const Json report = testing::analysed({example()});
  EXPECT_EQ(row_of(report, "mixed")["eligible"], 2);
  EXPECT_EQ(row_of(report, "mixed")["of_settings"], 3);
  for (const char* label : {"timid", "moody"}) {
    const Json row = row_of(report, label);
    EXPECT_EQ(row["eligible"], 0) << label;
    for (const char* metric : {"retention", "negative_flip_rate", "kl.mean"}) {
      EXPECT_TRUE(row["figures"][metric]["setting"].is_null()) << label;
      EXPECT_EQ(row["figures"][metric]["rank"], 3) << label;  // behind the two that have one
    }
  }
}

TEST(EqualFix, RanksFollowEachCostAndEqualValuesShareOne) {
  const Json report = testing::analysed({example()});
  const auto rank = [&](const char* label, const char* metric) {
    return row_of(report, label)["figures"][metric]["rank"].get<int>();
  };
  EXPECT_EQ(rank("mixed", "retention"), 1);
  EXPECT_EQ(rank("head", "retention"), 2);
  EXPECT_EQ(rank("head", "negative_flip_rate"), 1);
  EXPECT_EQ(rank("mixed", "negative_flip_rate"), 2);
  EXPECT_EQ(rank("mixed", "kl.mean"), 1);  // .2 both
  EXPECT_EQ(rank("head", "kl.mean"), 1);
}

TEST(EqualFix, ThePublishedProtocolIsRankedApart) {
  RunBuilder builder;
  builder.run = example();
  Trial trial = make_trial("p", "published", 0.001, 100, 0);
  trial.stop = StopRule{"test_cows", 0.9, 200};
  builder.add(trial, record(trial, Status::kCompleted, 799, 1, 0.001));
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(row_of(report, "published")["figures"]["retention"]["rank"], 1);
  EXPECT_EQ(row_of(report, "mixed")["figures"]["retention"]["rank"], 1);
}

TEST(EqualFix, WithoutASuiteToRetainThereAreNoCosts) {
  RunBuilder builder;
  const Trial trial = make_trial("a", "mixed", 0.001, 100, 0);
  builder.add(trial,
              make_record(trial, Status::kCompleted, {{"test_cows", testing::fixed_cows(14)}}));
  const Json equal = testing::analysed({builder.run})["equal_fix"];
  EXPECT_TRUE(equal["columns"].empty());
  EXPECT_EQ(equal["rows"].size(), 1U);
}

}  // namespace
}  // namespace remedy
