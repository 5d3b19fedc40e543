#include "launch/opened_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>

#include "core/file.h"
#include "core/run/record.h"
#include "launch/pool.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

StudyData planned_data() {
  StudyData data;
  data.comparable.baseline = "sha256:b";
  data.comparable.suites = {{"val", "sha256:v"}};
  data.comparable.target = "t";
  data.training = {{"counterexamples", "sha256:c"}, {"anchors", "sha256:a"}, {"stop", "sha256:s"}};
  return data;
}

TEST(OpenedData, TheSameHasNoDifferences) {
  Uses uses;
  uses.counterexamples = uses.anchors = true;
  EXPECT_TRUE(differences(planned_data(), planned_data(), Trial(), uses).empty());
}

TEST(OpenedData, EveryKindOfDifferenceIsNamedWithBothHashes) {
  const std::function<std::string&(Comparable&)> kinds[] = {
      [](Comparable& data) -> std::string& { return data.baseline; },
      [](Comparable& data) -> std::string& { return data.preprocess; },
      [](Comparable& data) -> std::string& { return data.target; },
      [](Comparable& data) -> std::string& { return named(data.suites, "val"); }};
  for (const auto& kind : kinds) {
    StudyData planned = planned_data(), opened = planned_data();
    kind(planned.comparable) = "sha256:planned";
    kind(opened.comparable) = "sha256:other";
    const auto found = differences(planned, opened);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].opened, "sha256:other");
    EXPECT_THAT(refusal(found), AllOf(HasSubstr(found[0].what), HasSubstr("sha256:other"),
                                      HasSubstr(found[0].planned)));
  }
}

TEST(OpenedData, SuiteThatOnlyOneSideHasIsADifference) {
  StudyData opened = planned_data();
  opened.comparable.suites.clear();
  ASSERT_EQ(differences(planned_data(), opened).size(), 1U);
  ASSERT_EQ(differences(opened, planned_data()).size(), 1U);
  EXPECT_EQ(differences(opened, planned_data())[0].what, "suites.val");
}

TEST(OpenedData, TrainingDataMatterToTrialsThatLearnFromThem) {
  StudyData opened = planned_data();
  named(opened.training, "anchors") = "sha256:other";
  Uses uses;
  uses.counterexamples = true;
  EXPECT_TRUE(differences(planned_data(), opened, Trial(), uses).empty());
  uses.anchors = true;
  const auto found = differences(planned_data(), opened, Trial(), uses);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what, "data.anchors");
}

// A pool whose worker is a shell script that opens what the test says.
class PoolData : public ::testing::Test {
 protected:
  PoolData() : run_(directory_ / "run") {
    RemediationInfo info;
    info.id = "identity";
    catalogue_.remediations["identity"] = info;
    trial_.id = "0123456789abcdef";
    trial_.label = trial_.remediation = "identity";
    study_.name = "small";
    std::filesystem::create_directories(run_.root());
  }

  // Runs the one trial and gives its record.
  Json record(const StudyData& opened) {
    const Json summary = {{"baseline", Json::object()},
                          {"gate", gate_},
                          {"provenance", Json::object()},
                          {"data", to_json(opened)}};
    const Json result = to_json(TrialResult());
    write_file(directory_ / "opened",
               Json{{"event", "opened"}, {"summary", summary}}.dump() + "\n");
    write_file(directory_ / "result", Json{{"event", "result"},
                                           {"trial", trial_.id},
                                           {"data", to_json(opened)},
                                           {"result", result}}
                                              .dump() +
                                          "\n");
    write_file(directory_ / "worker", R"sh(#!/bin/bash
cd "$(dirname "$0")"
eval "exec 8<&${1#--requests=} 9>&${2#--replies=}"
while read -r line <&8; do
  echo "$line" >> requests
  case "$line" in
    *'"op":"open"'*) cat opened >&9 ;;
    *'"op":"trial"'*) cat result >&9 ;;
    *) exit 0 ;;
  esac
done
)sh");
    chmod((directory_ / "worker").c_str(), 0755);
    PoolOptions options;
    options.worker = directory_ / "worker";
    end_ = run_pool(study_, run_, {trial_}, {}, catalogue_, planned_data(), options, {}, [] {
             return false;
           }).end;
    return std::filesystem::exists(run_.record(trial_.id)) ? read_json(run_.record(trial_.id))
                                                           : Json();
  }
  std::string requests() const { return read_file(directory_ / "requests"); }

  testing::TemporaryDirectory directory_;
  RunDirectory run_;
  Study study_;
  Catalogue catalogue_;
  Trial trial_;
  std::string gate_;
  PoolEnd end_ = PoolEnd::kDone;
};

TEST_F(PoolData, TrialIsMeasuredWhereTheWorkerOpenedWhatWasPlanned) {
  catalogue_.remediations["identity"].uses.counterexamples = true;
  const Json record = this->record(planned_data());
  EXPECT_EQ(record["status"], "completed") << record;
  EXPECT_EQ(record["comparable"], to_json(planned_data())["comparable"]);
  EXPECT_EQ(record["training"], (Json{{"counterexamples", "sha256:c"}}));
  EXPECT_FALSE(record.contains("refused"));
}

TEST_F(PoolData, TrialIsRefusedWhereTheWorkerOpenedOtherImages) {
  StudyData opened = planned_data();
  named(opened.comparable.suites, "val") = "sha256:other";
  const Json record = this->record(opened);
  EXPECT_EQ(record["status"], "failed") << record;
  EXPECT_THAT(record["reason"].get<std::string>(),
              AllOf(HasSubstr("suites.val"), HasSubstr("sha256:v"), HasSubstr("sha256:other")));
  EXPECT_EQ(record["refused"][0]["planned"], "sha256:v");
  EXPECT_EQ(record["refused"][0]["opened"], "sha256:other");
  EXPECT_FALSE(record.contains("suites"));
  EXPECT_FALSE(record.contains("comparable"));
  EXPECT_THAT(requests(), Not(HasSubstr("\"op\":\"trial\"")));
}

TEST_F(PoolData, OtherDataAreToldAndNotTakenForAWrongBaseline) {
  StudyData opened = planned_data();
  opened.comparable.baseline = "sha256:other";
  gate_ = "top-1 is 0.1";
  const Json record = this->record(opened);
  EXPECT_EQ(end_, PoolEnd::kDone);
  EXPECT_THAT(record["reason"].get<std::string>(), HasSubstr("baseline is sha256:b in the plan"));
}

}  // namespace
}  // namespace remedy
