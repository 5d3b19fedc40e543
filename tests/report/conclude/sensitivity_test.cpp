#include "report/conclude/sensitivity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "report/analysed.h"
#include "report/margin_builder.h"
#include "report/run_builder.h"
#include "report/schema_check.h"

namespace remedy {
namespace {

using testing::cows;
using testing::make_trial;
using testing::MarginStudy;
using testing::RunBuilder;

Json first_trial(const RunBuilder& builder) {
  return testing::analysed({builder.run})["trials"][0];
}

const Json& pair_of(const Json& trial, const std::string& positives, const std::string& negatives) {
  for (const Json& entry : trial["sensitivity"]) {
    if (entry["positives"] == positives && entry["negatives"] == negatives) return entry;
  }
  throw std::out_of_range(positives + " " + negatives);
}

TEST(Sensitivity, OfTheBaselineWithThreeAddedIsUnchangedAndItsMatchedDifferenceZero) {
  MarginStudy study;
  RunBuilder builder;
  study.add(builder, make_trial("t", "mixed", 0.1, 100, 0), cows(3, 3, 3, 3));
  const Json trial = first_trial(builder);
  ASSERT_EQ(trial["sensitivity"].size(), 4U);
  for (const Json& entry : trial["sensitivity"]) {
    EXPECT_NEAR(entry["matched_difference"]["value"].get<double>(), 0, 1e-9);
    EXPECT_NEAR(entry["auroc"]["difference"].get<double>(), 0, 1e-6);
    EXPECT_GT(entry["recall"]["after"], entry["recall"]["before"]);
    EXPECT_GE(entry["false_positives"]["after"], entry["false_positives"]["before"]);
  }
}

TEST(Sensitivity, OfATrueGainHasItsAreaAndDifferenceAboveZero) {
  MarginStudy study;
  RunBuilder builder;
  study.add(builder, make_trial("t", "mixed", 0.1, 100, 0), cows(7, 6, 0, 0));
  const Json entry = pair_of(first_trial(builder), "held_out", "validation");
  EXPECT_GT(entry["auroc"]["interval"][0], 0);
  EXPECT_GT(entry["matched_difference"]["interval"][0], 0);
  EXPECT_EQ(entry["images"]["positives"], 60);
  EXPECT_EQ(entry["images"]["negatives"], 900);
}

TEST(Sensitivity, TheCriterionCurveSaysWhatAConstantDoes) {
  MarginStudy study;
  RunBuilder builder;
  study.add(builder, make_trial("t", "mixed", 0.1, 100, 0), cows(3, 3, 3, 3));
  const Json report = testing::analysed({builder.run});
  const Json& curve = report["criterion"];
  const auto shifts = curve["shifts"].get<std::vector<double>>();
  EXPECT_LE(shifts.size(), kCriterionPoints);
  const Json& held_out = curve["suites"]["held_out"];
  const Json& validation = curve["suites"]["validation"];
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    if (i > 0) {
      EXPECT_GE(held_out["recall"][i], held_out["recall"][i - 1]);
      EXPECT_GE(validation["false_positives"][i], validation["false_positives"][i - 1]);
    }
    if (shifts[i] == 0) {
      EXPECT_EQ(validation["retention"][i], 1.0);
      EXPECT_EQ(validation["negative_flips"][i], 0);
    }
  }
  EXPECT_EQ(held_out["recall"].back(), 1.0);
  EXPECT_EQ(held_out["false_positives"].front(), nullptr);  // every image is of the target
  const Json answers = testing::validate("report.schema.json", {report});
  REMEDY_NEEDS_JSONSCHEMA(answers);
  EXPECT_TRUE(answers[0].is_null()) << answers[0];
}

TEST(Sensitivity, WithoutMarginsItIsUnknown) {
  RunBuilder builder;
  builder.add_completed(make_trial("t", "mixed", 0.1, 100, 0), 790, 14);
  const Json report = testing::analysed({builder.run});
  EXPECT_TRUE(report["criterion"].is_null());
  EXPECT_TRUE(report["trials"][0]["sensitivity"].is_null());
}

TEST(Sensitivity, OverDrawsTheIntervalIsOfFurtherDrawsFromFourOn) {
  MarginStudy study;
  RunBuilder builder;
  for (int draw = 0; draw < 5; ++draw) {
    study.add(builder, make_trial("t" + std::to_string(draw), "mixed", 0.1, 100, draw),
              cows(5, 4 + 0.5 * draw, 0, 0));
  }
  const Json report = testing::analysed({builder.run});
  double mean = 0, low = 1;
  for (const Json& trial : report["trials"]) {
    const Json& matched = pair_of(trial, "held_out", "validation")["matched_difference"];
    mean += matched["value"].get<double>() / 5;
    low = std::min(low, matched["interval"][0].get<double>());
  }
  for (const Json& entry : report["learned"]["settings"][0]["evidence"]["matched"]) {
    if (entry["positives"] != "held_out" || entry["negatives"] != "validation") continue;
    EXPECT_EQ(entry["draws"], 5);
    EXPECT_NEAR(entry["mean"].get<double>(), mean, 1e-12);
    EXPECT_GT(entry["low"], low);  // narrower than the worst draw's
  }
  builder.run.plan.trials.resize(3);
  const Json few =
      testing::analysed({builder.run})["learned"]["settings"][0]["evidence"]["matched"][0];
  EXPECT_EQ(few["draws"], 3);
}

}  // namespace
}  // namespace remedy
