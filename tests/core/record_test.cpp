#include "core/record.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace remedy {
namespace {

Trial some_trial() {
  Trial trial;
  trial.id = "0123456789abcdef";
  trial.label = "tune";
  trial.remediation = "tune";
  trial.version = "1.0.0";
  trial.parameters = {{"rate", 0.1}};
  trial.anchor_classes = 100;
  trial.draw = 0;
  return trial;
}

TEST(Record, TheHeadSaysWhichTrialAndWhatBecameOfIt) {
  const Json head = record_head("example", some_trial(), Status::kCrashed, "killed by SIGSEGV");
  EXPECT_EQ(head["schema"], 1);
  EXPECT_EQ(head["status"], "crashed");
  EXPECT_EQ(head["parameters"]["rate"], 0.1);
  EXPECT_EQ(head["design"]["anchor_classes"], 100);
  EXPECT_TRUE(head["design"]["seed"].is_null());
  EXPECT_NO_THROW(check_record(head));
}

TEST(Record, EveryStatusHasAWordThatReadsBack) {
  for (const Status status :
       {Status::kCompleted, Status::kNotReached, Status::kDiverged, Status::kFailed,
        Status::kCrashed, Status::kTimedOut, Status::kOutOfMemory}) {
    EXPECT_EQ(status_from_string(to_string(status)), status);
  }
  EXPECT_THROW(status_from_string("finished"), Error);
}

TEST(Record, RefusesWhatIsNotWhole) {
  Json record = record_head("example", some_trial(), Status::kFailed, "x");
  record["schema"] = 2;
  EXPECT_THROW(check_record(record), Error);
  record = record_head("example", some_trial(), Status::kFailed, "x");
  record.erase("id");
  EXPECT_THROW(check_record(record), Error);
  // A completed trial has to have suites.
  EXPECT_THROW(check_record(record_head("example", some_trial(), Status::kCompleted, "")), Error);
  EXPECT_THROW(check_record(Json::array()), Error);
}

}  // namespace
}  // namespace remedy
