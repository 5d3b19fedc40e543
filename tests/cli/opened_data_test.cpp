// Data that change between the plan of a study and the worker that opens them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "cli/program.h"
#include "core/file.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::eventually;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

// A run directory as a Slurm job finds it: planned, with nothing done.
void leave_to_jobs(const TinyStudy& study, const std::string& run) {
  Json planned = {{"training", Json::object()}};
  for (const auto& [label, record] : study.records(run)) {
    planned["comparable"] = record.at("comparable");
    planned["training"].update(record.at("training"));
  }
  fs::remove_all(study.path(run) / "trials");
  fs::remove_all(study.path(run) / "predictions");
  write_json(study.path(run) / "slurm/launch.json",
             {{"planned", planned}, {"device", "cpu"}, {"threads", 1}, {"keep_weights", false}});
}

TEST(OpenedData, ImageThatChangedAfterThePlanIsRefusedByAJob) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "run", "--only", "identity"}).code, 0);
  const std::string before =
      study.records("run").at("identity")["comparable"]["suites"]["validation"];
  leave_to_jobs(study, "run");
  fs::copy_file(study.path("val/c0/1.png"), study.path("val/c0/0.png"),
                fs::copy_options::overwrite_existing);
  study.remedy({"serve", "run"});
  const Json record = study.records("run").at("identity");
  EXPECT_EQ(record["status"], "failed");
  EXPECT_EQ(record["refused"][0]["what"], "suites.validation");
  EXPECT_EQ(record["refused"][0]["planned"], before);
  EXPECT_NE(record["refused"][0]["opened"], before);
  EXPECT_THAT(
      record["reason"].get<std::string>(),
      AllOf(HasSubstr(before), HasSubstr(record["refused"][0]["opened"].get<std::string>())));
  EXPECT_FALSE(record.contains("suites"));
  EXPECT_FALSE(record.contains("comparable"));
  EXPECT_FALSE(fs::exists(study.path("run/predictions")));
}

TEST(OpenedData, TrainingImageThatChangedRefusesWhatLearnsFromIt) {
  const TinyStudy study;
  const std::vector<std::string> run = {
      "run", "study.yaml", "--out", "run", "--set", "design={anchor_classes: [3], draws: 1}"};
  ASSERT_EQ(study.remedy(run).code, 0);
  leave_to_jobs(study, "run");
  const std::string whole = read_file(study.path("green_train/0.png"));
  fs::copy_file(study.path("originals/0.png"), study.path("green_train/0.png"),
                fs::copy_options::overwrite_existing);
  study.remedy({"serve", "run"});
  EXPECT_EQ(study.records("run").at("identity")["status"], "completed");
  const Json refused = study.records("run").at("mixed_finetune");
  EXPECT_EQ(refused["refused"][0]["what"], "data.counterexamples");
  EXPECT_FALSE(refused.contains("suites"));
  // The image is restored: the same command runs what was refused, and nothing else.
  write_file(study.path("green_train/0.png"), whole);
  const Output again = study.remedy(run);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err,
              AllOf(HasSubstr("1 trial run again: refused before because the data had changed"),
                    HasSubstr("1 to run")));
  EXPECT_TRUE(study.records("run").at("mixed_finetune").contains("suites"));
}

TEST(OpenedData, ImageThatChangedInMidRunIsRefusedByTheNextWorker) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: hang}\n  last: {use: halfway}\n");
  const pid_t process =
      study.start({"run", "study.yaml", "--out", "run", "--only", "misbehave", "--only", "last"});
  ASSERT_TRUE(eventually([&] { return !study.starts("run").empty(); }));
  fs::copy_file(study.path("val/c0/1.png"), study.path("val/c0/0.png"),
                fs::copy_options::overwrite_existing);
  kill(study.starts("run").front(), SIGKILL);
  EXPECT_EQ(study.wait(process).code, 1);
  const auto records = study.records("run");
  EXPECT_EQ(records.at("misbehave")["status"], "crashed");
  EXPECT_EQ(records.at("last")["status"], "failed");
  EXPECT_EQ(records.at("last")["refused"][0]["what"], "suites.validation");
}

TEST(OpenedData, MachineThatLacksAFolderSaysWhich) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "run", "--only", "identity"}).code, 0);
  leave_to_jobs(study, "run");
  fs::remove_all(study.path("val"));
  const Output output = study.remedy({"serve", "run"});
  EXPECT_EQ(output.code, 2);
  const auto precise = AllOf(HasSubstr("study.yaml:"), HasSubstr("suites.validation.folder"),
                             HasSubstr("there is no folder " + study.path("val").string()));
  EXPECT_THAT(output.err, precise);
  EXPECT_THAT(read_json(study.path("run/slurm/problem.json"))["message"].get<std::string>(),
              precise);
}

}  // namespace
}  // namespace remedy
