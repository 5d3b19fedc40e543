#include "report/input/trial_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_record;
using testing::make_trial;
using ::testing::Not;
using testing::RunBuilder;

TEST(TrialRows, EveryPlannedTrialIsARowInPlanOrder) {
  RunBuilder builder;
  builder.add_completed(make_trial("zz", "mixed", 0.001, 100, 0), 780, 14);
  builder.plan(make_trial("mm", "mixed", 0.001, 100, 1));
  builder.add(make_trial("aa", "mixed", 0.001, 100, 2),
              make_record(make_trial("aa", "mixed", 0.001, 100, 2), Status::kCrashed, {},
                          "the worker was killed by signal 9"));
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["trials"].size(), 3U);
  EXPECT_EQ(report["trials"][0]["status"], "completed");
  EXPECT_EQ(report["trials"][1]["status"], "missing");
  EXPECT_THAT(report["trials"][1]["reason"], HasSubstr("no record"));
  EXPECT_EQ(report["trials"][2]["status"], "crashed");
  ASSERT_EQ(report["failures"].size(), 2U);
  EXPECT_EQ(report["failures"][0]["id"], "mm");
  EXPECT_EQ(report["failures"][1]["reason"], "the worker was killed by signal 9");
  EXPECT_EQ(report["runs"][0]["trials"]["crashed"], 1);
  EXPECT_EQ(report["runs"][0]["trials"]["missing"], 1);
}

TEST(TrialRows, TheLabelIsThePlansWhereTwoShareATrial) {
  RunBuilder builder;
  const Trial first = make_trial("aa", "mixed", 0.001, 100, 0);
  Trial second = first;
  second.label = "gentle";
  builder.add_completed(first, 780, 14);
  builder.plan(second);
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["trials"][1]["label"], "gentle");
  EXPECT_EQ(report["trials"][1]["status"], "completed");
  EXPECT_EQ(report["settings"].size(), 2U);
  EXPECT_EQ(report["settings"][1]["label"], "gentle");
}

TEST(TrialRows, ARecordThatCannotBeReadIsTheReasonOfItsTrial) {
  RunBuilder builder;
  builder.plan(make_trial("aa", "mixed", 0.001, 100, 0));
  const auto file = builder.run.root / "trials" / "aa.json";
  builder.run.unreadable.push_back({file, file.string() + ": not valid JSON: at byte 7"});
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["trials"][0]["reason"],
            "its record cannot be read: trials/aa.json: not valid JSON: at byte 7");
  EXPECT_EQ(report["runs"][0]["unreadable"][0]["file"], "trials/aa.json");
  EXPECT_EQ(report.dump().find("/nowhere"), std::string::npos);
}

TEST(TrialRows, WhatStartsFromAPublishedTrialIsPublished) {
  RunBuilder builder;
  Trial parent = make_trial("aa", "mixed", 0.001, 100, 0);
  parent.stop = StopRule{"test_cows", 0.9, 200};
  Trial child = make_trial("bb", "wise_ft", 0.5, 100, 0);
  child.after = {"aa"};
  child.stops = false;
  builder.add_completed(parent, 780, 14);
  builder.add_completed(child, 790, 14);
  builder.add_completed(make_trial("cc", "mixed", 0.001, 100, 0), 780, 14);
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["trials"][0]["stopped_on_reported_suite"], true);
  EXPECT_EQ(report["trials"][1]["stopped_on_reported_suite"], true);
  EXPECT_EQ(report["trials"][2]["stopped_on_reported_suite"], false);
  EXPECT_EQ(report["settings"][1]["after"], 0);
  EXPECT_EQ(report["flags"][0]["kind"], "stopped_on_reported_suite");
  EXPECT_THAT(report["flags"][0]["message"], HasSubstr("2 of 3 trials"));
}

TEST(TrialRows, RecordsOfAnEarlierPlanAreToldAndLeftOut) {
  RunBuilder builder;
  builder.add_completed(make_trial("aa", "mixed", 0.001, 100, 0), 780, 14);
  builder.run.records["old"] =
      record_from_json(testing::completed(make_trial("old", "mixed", 0.1, 100, 0), 1, 1));
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["trials"].size(), 1U);
  EXPECT_EQ(report["runs"][0]["unplanned"], Json::array({"old"}));
  EXPECT_EQ(report["flags"][0]["kind"], "unplanned_records");
}

TEST(TrialRows, AMixOfDevicesIsTold) {
  RunBuilder builder;
  const Trial other = make_trial("bb", "mixed", 0.001, 100, 1);
  Json record = testing::completed(other, 780, 14);
  record["provenance"]["device"] = "cuda";
  builder.add_completed(make_trial("aa", "mixed", 0.001, 100, 0), 780, 14);
  builder.add(other, record);
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["runs"][0]["provenance"]["device"], Json::array({"cpu", "cuda"}));
  EXPECT_THAT(report["flags"][0]["message"], HasSubstr("more than one device: cpu; cuda"));
}

// After an upgrade every plugin is built anew: one sentence for all.
TEST(TrialRows, SeveralBuildsOfPluginsAreToldInOneSentence) {
  RunBuilder builder;
  for (const char* label : {"mixed", "gentle", "rough"}) {
    for (int draw = 0; draw < 2; ++draw) {
      const Trial trial = make_trial(label + std::to_string(draw), label, 0.1, 100, draw);
      Json record = testing::completed(trial, 780, 14);
      const bool same = trial.label == "rough";
      record["provenance"]["plugin"] = "sha256:" + std::string(64, draw == 0 || same ? 'a' : 'b');
      builder.add(trial, record);
    }
  }
  const Json flags = testing::analysed({builder.run})["flags"];
  std::size_t told = 0;
  for (const Json& flag : flags) {
    if (flag["kind"] != "mixed_provenance") continue;
    ++told;
    EXPECT_THAT(flag["message"], AllOf(HasSubstr("gentle (aaaaaaaaaaaa, bbbbbbbbbbbb)"),
                                       HasSubstr("mixed ("), Not(HasSubstr("rough"))));
  }
  EXPECT_EQ(told, 1U);
}

}  // namespace
}  // namespace remedy
