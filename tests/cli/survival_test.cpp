// What misbehaves or dies becomes a row, and the rest goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>

#include "cli/program.h"
#include "core/file.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::eventually;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

TEST(Survival, EveryMisbehaviourIsARowAndTheOthersComplete) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "clean", "--threads", "1"}).code, 0);
  study.add_remediations(
      "  misbehave: {how: [throw, throw_int, throw_in_constructor, throw_int_in_constructor, "
      "diverge, segfault, abort, exit, "
      "nan, reshape, allocate, peek, close_descriptors, spoil_baseline, meddle, leave_thread, "
      "fork, "
      "print]}\n"
      "  after_all: {use: mixed_finetune, learning_rate: 0.01}\n");
  const Output output =
      study.remedy({"run", "study.yaml", "--out", "run", "--threads", "1", "--jobs", "2"});
  EXPECT_EQ(output.code, 1) << output.err;
  const auto records = study.records("run", "how");
  const auto expect = [&](const std::string& how, const std::string& status,
                          const std::string& reason) {
    const Json& record = records.at("misbehave/" + how);
    EXPECT_EQ(record["status"], status) << how << ": " << record["reason"];
    EXPECT_THAT(record["reason"].get<std::string>(), HasSubstr(reason)) << how;
  };
  expect("throw", "failed", "not in the mood");
  expect("throw_int", "failed", "threw an object of type int, which is no std::exception");
  expect("throw_in_constructor", "failed", "no instance today");
  expect("throw_int_in_constructor", "failed", "type int, which is no std::exception");
  expect("diverge", "diverged", "the loss was inf at step 3");
  expect("segfault", "crashed", "the worker was killed by SIGSEGV");
  expect("abort", "crashed", "SIGABRT");
  expect("exit", "crashed", "the worker exited with code 0 while it ran this trial");
  expect("nan", "diverged", "conv1.weight");
  expect("reshape", "failed", "changed the shape");
  expect("allocate", "out_of_memory", "");
  expect("peek", "failed", "declares neither");
  for (const char* harmless :
       {"spoil_baseline", "meddle", "leave_thread", "fork", "print", "close_descriptors"}) {
    expect(harmless, "completed", "");
    const Json& suites = records.at(std::string("misbehave/") + harmless)["suites"];
    EXPECT_EQ(suites["validation"]["kl"]["max"], 0) << harmless;
  }
  EXPECT_EQ(records.at("after_all")["status"], "completed");
  // The neighbours of all this came out as they did without it.
  for (const auto& entry : std::filesystem::directory_iterator(study.path("clean/trials"))) {
    Json alone = read_json(entry.path());
    Json among = read_json(study.path("run/trials") / entry.path().filename());
    alone.erase("seconds");
    among.erase("seconds");
    EXPECT_EQ(alone, among);
  }
}

TEST(Survival, AKilledWorkerLeavesACrashedRowAndTheOthersComplete) {
  const TinyStudy study;
  study.add_remediations(
      "  misbehave: {how: hang}\n"
      "  last: {use: halfway}\n");
  const pid_t process =
      study.start({"run", "study.yaml", "--threads", "1", "--set", "design.draws=1", "--set",
                   "remediations.mixed_finetune.learning_rate=0.02"});
  // Trials run in the order of the file: identity, two of mixed_finetune, then the one that hangs.
  ASSERT_TRUE(eventually([&] { return study.starts("runs/tiny").size() == 4; }));
  ASSERT_EQ(kill(study.starts("runs/tiny").back(), SIGKILL), 0);
  const Output output = study.wait(process);
  EXPECT_EQ(output.code, 1) << output.err;
  const auto records = study.records("runs/tiny");
  EXPECT_EQ(records.at("misbehave")["status"], "crashed");
  EXPECT_THAT(records.at("misbehave")["reason"].get<std::string>(), HasSubstr("SIGKILL"));
  EXPECT_EQ(records.at("last")["status"], "completed");
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), HasSubstr("SIGKILL"));
}

TEST(Survival, LimitsOfTimeAndMemoryAreRows) {
  const TinyStudy study;
  const auto limited = [&](const std::string& how, const std::string& limit) {
    EXPECT_EQ(study
                  .remedy({"run", "study.yaml", "--out", how, "--only", "misbehave", "--set",
                           "remediations.misbehave.how=" + how, "--set", "limits." + limit})
                  .code,
              1);
    return study.records(how).at("misbehave");
  };
  const Json hang = limited("hang", "trial=3 s");
  EXPECT_EQ(hang["status"], "timed_out");
  EXPECT_THAT(hang["reason"].get<std::string>(), HasSubstr("3 s"));
  EXPECT_EQ(limited("hoard", "memory=1500 MiB")["status"], "out_of_memory");
}

TEST(Survival, AnInterruptedRunKeepsWhatIsFinishedAndGoesOn) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "whole"}).code, 0);
  const pid_t process = study.start({"run", "study.yaml", "--out", "parts"});
  ASSERT_TRUE(eventually([&] {
    std::error_code code;
    return std::filesystem::exists(study.path("parts/trials"), code);
  }));
  kill(process, SIGINT);
  const Output output = study.wait(process);
  EXPECT_EQ(output.code, 130) << output.err;
  EXPECT_EQ(study.remedy({"run", "study.yaml", "--out", "parts"}).code, 0);
  EXPECT_EQ(study.comparable_records("parts"), study.comparable_records("whole"));
}

TEST(Survival, WhatIsFinishedIsNotRunAgain) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml"}).code, 0);
  const std::string report = read_file(study.path("runs/tiny/report.json"));
  const Output again = study.remedy({"run", "study.yaml"});
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.err, HasSubstr("5 trials, 0 to run"));
  EXPECT_EQ(read_file(study.path("runs/tiny/report.json")), report);
}

TEST(Survival, AFailedTrialIsRetriedOnlyWhenAsked) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: throw}\n");
  EXPECT_EQ(study.remedy({"run", "study.yaml", "--only", "misbehave"}).code, 1);
  EXPECT_THAT(study.remedy({"run", "study.yaml", "--only", "misbehave"}).err,
              HasSubstr("1 trials, 0 to run"));
  EXPECT_THAT(study.remedy({"run", "study.yaml", "--only", "misbehave", "--retry", "failed"}).err,
              HasSubstr("1 trials, 1 to run"));
}

TEST(Survival, TheSecondRunInADirectoryIsRefused) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: hang}\n");
  const pid_t first = study.start({"run", "study.yaml", "--only", "misbehave"});
  ASSERT_TRUE(eventually([&] { return !study.starts("runs/tiny").empty(); }));
  const Output second = study.remedy({"run", "study.yaml"});
  EXPECT_EQ(second.code, 4);
  EXPECT_THAT(second.err, HasSubstr("process " + std::to_string(first)));
  kill(first, SIGTERM);
  EXPECT_EQ(study.wait(first).code, 130);
}

TEST(Survival, UnusablePluginsAreToldAllAtOnceAndTheOthersWork) {
  setenv("REMEDY_PLUGIN_PATH", (binary_dir() + "/tests/bad_plugins").c_str(), 1);
  const TinyStudy study;
  write_file(study.path("not_a_library.so"), "just text");
  const Output output = study.remedy({"list", "--plugin", "not_a_library.so"});
  unsetenv("REMEDY_PLUGIN_PATH");
  EXPECT_EQ(output.code, 1);
  EXPECT_THAT(output.out, AllOf(HasSubstr("identity"), HasSubstr("mixed_finetune")));
  EXPECT_THAT(output.err, AllOf(HasSubstr("dies_on_load.so: loading it ended the worker, which "
                                          "was killed by SIGSEGV"),
                                HasSubstr("no_entry_point.so: does not export the symbol"),
                                HasSubstr("not_a_library.so: cannot be loaded"),
                                HasSubstr("exits_on_load.so: loading it ended the worker, which "
                                          "exited with code 0"),
                                HasSubstr("throws_on_load.so: not in the mood"),
                                HasSubstr("nobody_defines_this")));
  EXPECT_THAT(output.err, AllOf(HasSubstr("twin.so: its id 'identity' is taken by"),
                                HasSubstr("other_build.so: it was built with [libtorch 9.9"),
                                HasSubstr("bad_table.so: ")));
  // Every mistake of a parameter table in one message.
  EXPECT_THAT(output.err,
              AllOf(HasSubstr("parameter 'Rate'"), HasSubstr("parameter 'after': this name has"),
                    HasSubstr("parameter 'share': the default 2.0 is not allowed"),
                    HasSubstr("parameter 'share' stands twice"),
                    HasSubstr("parameter 'mode': has no documentation")));
  // Every mismatch in one message.
  EXPECT_THAT(output.err, AllOf(HasSubstr("12 bytes"), HasSubstr("interface version 99"),
                                HasSubstr("[libtorch 0.4.1]")));
}

}  // namespace
}  // namespace remedy
