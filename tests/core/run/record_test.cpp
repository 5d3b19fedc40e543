#include "core/run/record.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.h"
#include "core/example_record.h"

namespace remedy {
namespace {

using testing::example_record;

TEST(Record, EveryStatusHasAWordThatReadsBack) {
  for (const Status status :
       {Status::kCompleted, Status::kNotReached, Status::kDiverged, Status::kFailed,
        Status::kCrashed, Status::kTimedOut, Status::kOutOfMemory}) {
    EXPECT_EQ(status_from_string(to_string(status)), status);
  }
  EXPECT_THROW(status_from_string("finished"), Error);
}

TEST(Record, SaysWhichTrialAndWhatBecameOfIt) {
  TrialRecord record = example_record();
  record.result = TrialResult();
  record.result.status = Status::kCrashed;
  record.result.reason = "killed by SIGSEGV";
  const Json json = to_json(record);
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["label"], "gentle");
  EXPECT_EQ(json["status"], "crashed");
  EXPECT_EQ(json["parameters"]["rate"], 0.1);
  EXPECT_EQ(json["design"]["anchor_classes"], 100);
  EXPECT_FALSE(json.contains("stop"));
  EXPECT_FALSE(json.contains("suites"));
  EXPECT_FALSE(json.contains("seconds"));
}

TEST(Record, ReadsBackWhatWasWritten) {
  const Json json = to_json(example_record());
  EXPECT_EQ(json["suites"]["validation"]["classes"]["lost"][0]["name"], "hen");
  EXPECT_EQ(pretty(to_json(record_from_json(json))), pretty(json));
}

TEST(Record, WhatIsNothingReadsBackAsNothing) {
  TrialRecord record = example_record();
  record.design = {};
  record.after.clear();
  record.result.stop.reset();
  record.result.suites[0].second.retention.reset();
  record.result.suites[0].second.kl.max = std::numeric_limits<double>::infinity();
  const Json json = to_json(record);
  EXPECT_TRUE(json["design"]["seed"].is_null());
  EXPECT_FALSE(json["design"].contains("anchors"));
  EXPECT_FALSE(json.contains("after"));
  EXPECT_TRUE(json["stop"].is_null());
  EXPECT_TRUE(json["suites"]["validation"]["kl"]["max"].is_null());
  const TrialRecord again = record_from_json(Json::parse(pretty(json)));
  EXPECT_FALSE(again.design.draw);
  EXPECT_TRUE(again.after.empty());
  EXPECT_FALSE(again.result.stop);
  EXPECT_FALSE(again.result.suites[0].second.retention);
  EXPECT_FALSE(again.result.suites[0].second.kl.max);
}

// Fields that came later: calibration and classes, precision, what was trained on, how long the
// parts took.
TEST(Record, RecordsOfEarlierVersionsAreRead) {
  Json json = to_json(example_record());
  for (const char* later : {"training", "refused", "training_images"}) json.erase(later);
  json["design"].erase("anchors");
  json["after"] = nullptr;
  for (const char* later : {"on_reported_suite", "stops", "accuracy", "steps", "probes"}) {
    json["stop"].erase(later);
  }
  for (const char* later : {"calibration", "classes", "rounding"}) {
    json["suites"]["validation"].erase(later);
  }
  json["comparable"].erase("precision");
  json["provenance"].erase("convolutions");
  const TrialRecord record = record_from_json(json);
  EXPECT_FALSE(record.result.suites[0].second.calibration);
  EXPECT_EQ(record.result.suites[0].second.remediated.top1, 0.75);
}

TEST(Record, ATrialWithoutAResultHasAReason) {
  TrialResult silent;
  silent.status = Status::kFailed;
  EXPECT_EQ(record_of("example", Trial(), silent).result.reason, "no reason was given");
}

TEST(Record, OneThatItStartsFromIsATextAndSeveralAreAList) {
  TrialRecord record = example_record();
  Json json = to_json(record);
  EXPECT_EQ(json["after"], "fedcba9876543210");
  record.after.emplace_back("0123456789abcdef");
  json = to_json(record);
  EXPECT_EQ(json["after"], Json::array({"fedcba9876543210", "0123456789abcdef"}));
  EXPECT_EQ(record_from_json(json).after, record.after);
  json["after"] = Json::array({"fedcba9876543210"});
  EXPECT_THROW((void)record_from_json(json), Error);
}

}  // namespace
}  // namespace remedy
