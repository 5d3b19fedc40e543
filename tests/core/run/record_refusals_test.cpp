// Records that are spoiled are refused at the door: by file, path, what was found and expected.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_record.h"
#include "core/file.h"
#include "core/run/run_directory.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using testing::example_record;
using ::testing::StartsWith;
using testing::TemporaryDirectory;

struct Spoiled {
  const char* pointer;  // what is changed
  const char* value;    // to this JSON; nullptr: it is taken out
  const char* message;  // after the name of the file
};

constexpr Spoiled kSpoiled[] = {
    // missing
    {"/schema", nullptr, "schema is missing, expected 1"},
    {"/study", nullptr, "study is missing, expected a text"},
    {"/parameters", nullptr, "parameters is missing, expected an object"},
    {"/design/draw", nullptr, "design.draw is missing, expected a whole number of at least 0"},
    {"/stop/reached", nullptr, "stop.reached is missing, expected true or false"},
    {"/suites", nullptr, "suites is missing, expected an object"},
    {"/suites/validation/top1", nullptr,
     "suites.validation.top1 is missing, expected a number from 0 to 1"},
    {"/suites/validation/baseline/top5", nullptr, "suites.validation.baseline.top5 is missing"},
    {"/suites/validation/kl/p95", nullptr, "suites.validation.kl.p95 is missing"},
    {"/comparable", nullptr, "comparable is missing, expected an object"},
    {"/comparable/target", nullptr, "comparable.target is missing, expected a text"},
    {"/provenance", nullptr, "provenance is missing, expected an object"},
    {"/refused/0/planned", nullptr, "refused[0].planned is missing, expected a text"},
    // of another type
    {"/label", "7", "label is 7, expected a text"},
    {"/parameters/rate", "[true]",
     "parameters.rate is [true], expected a number, a text, true, false"},
    {"/design/seed", "0.5", "design.seed is 0.5, expected a whole number"},
    {"/stop", "\"yes\"", "stop is \"yes\", expected an object"},
    {"/suites", "[]", "suites is [], expected an object"},
    {"/suites/validation/top1", "\"0.7\"",
     "suites.validation.top1 is \"0.7\", expected a number from 0 to 1"},
    {"/suites/validation/churn", "120.5",
     "suites.validation.churn is 120.5, expected a whole number of at least 0"},
    {"/suites/validation/classes/lost/0", "null",
     "suites.validation.classes.lost[0] is null, expected an object"},
    {"/provenance/threads", "\"2\"", "provenance.threads is \"2\", expected a whole number"},
    // out of range
    {"/schema", "2", "schema is 2, expected 1"},
    {"/id", "\"\"", "id is \"\", expected a text that is not empty"},
    {"/id", "\"another\"", "id is \"another\", expected the name of the file"},
    {"/status", "\"finished\"", "status is \"finished\", expected one of completed, not_reached"},
    {"/suites/validation/role", "\"validate\"",
     "suites.validation.role is \"validate\", expected one of fix, retain, transfer, guard"},
    {"/suites/validation/images", "0",
     "suites.validation.images is 0, expected a whole number of at least 1"},
    {"/suites/validation/top1", "1.2",
     "suites.validation.top1 is 1.2, expected a number from 0 to 1"},
    {"/suites/validation/kl/mean", "-0.5", "suites.validation.kl.mean is -0.5, expected a number"},
    {"/suites/validation/negative_flips", "18446744073709551615",
     "suites.validation.negative_flips is 18446744073709551615, expected a whole number"},
    {"/comparable/precision", "\"float16\"",
     "comparable.precision is \"float16\", expected one of float32, bfloat16"},
    {"/seconds/apply", "-1", "seconds.apply is -1, expected a number of at least 0"},
    {"/refused", "[]", "refused is [], expected at least one entry"},
    // unknown
    {"/verdict", "\"fixed\"", "verdict is no key that this version of Remedy knows"},
    {"/suites/validation/tpo1", "0.5",
     "suites.validation.tpo1 is no key that this version of Remedy knows; did you mean \"top1\"?"},
    {"/design/anchor_class", "100", "design.anchor_class is no key"},
    {"/stop/limit", "200", "stop.limit is no key"},
};

TEST(RecordRefusals, EverySpoiledRecordIsToldByFileAndPathAndTheOthersAreRead) {
  const TemporaryDirectory directory;
  const RunDirectory run(directory.path());
  TrialRecord other = example_record();
  other.id = "good";
  run.write_record(other);
  const TrialRecord good = example_record();
  for (const Spoiled& spoiled : kSpoiled) {
    Json json = to_json(good);
    const Json::json_pointer place(spoiled.pointer);
    if (spoiled.value == nullptr) {
      json.at(place.parent_pointer()).erase(place.back());
    } else {
      json[place] = Json::parse(spoiled.value);
    }
    write_json(run.record(good.id), json);
    for (const bool typed : {true, false}) {
      std::vector<UnreadableRecord> unreadable;
      const std::size_t read =
          typed ? run.load_records(unreadable).size() : run.load_checked_json(unreadable).size();
      EXPECT_EQ(read, 1U) << spoiled.message;
      ASSERT_EQ(unreadable.size(), 1U) << spoiled.message;
      EXPECT_EQ(unreadable[0].file, run.record(good.id));
      EXPECT_THAT(unreadable[0].reason,
                  StartsWith(run.record(good.id).string() + ": " + spoiled.message));
    }
  }
}

TEST(RecordRefusals, WithoutAResultARecordHasAReasonAndNoSuites) {
  TrialRecord record = example_record();
  record.result.status = Status::kFailed;
  record.result.reason = "x";
  Json json = to_json(record);
  EXPECT_NO_THROW(record_from_json(json));
  json["suites"] = Json::object();
  EXPECT_THROW(record_from_json(json), Error);
  json.erase("suites");
  json["reason"] = "";
  EXPECT_THROW(record_from_json(json), Error);
}

TEST(RecordRefusals, WhatIsNoObjectIsRefused) {
  for (const char* text : {"[]", "null", "7", "\"record\""}) {
    EXPECT_THROW(record_from_json(Json::parse(text)), Error) << text;
  }
}

TEST(RecordRefusals, ARecordThatCouldNotBeReadIsNotWritten) {
  const TemporaryDirectory directory;
  const RunDirectory run(directory.path());
  TrialRecord record = example_record();
  record.comparable.reset();
  EXPECT_THROW(run.write_record(record), Error);
  EXPECT_FALSE(std::filesystem::exists(run.record(record.id)));
}

}  // namespace
}  // namespace remedy
