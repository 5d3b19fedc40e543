// What is probably not meant is told by plan, by run and by the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"
#include "core/file.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::TinyStudy;

std::vector<std::string> run_identity(std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"run", "study.yaml", "--only", "identity"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Warnings, FilesLeftOutAreToldByPlanRunAndReport) {
  const TinyStudy study;
  write_file(study.path("val/c2/more.gif"), "GIF89a");
  const auto told =
      AllOf(HasSubstr("suites.validation: 1 file of"), HasSubstr("c2/more.gif (a GIF image)"));
  const Output plan = study.remedy({"plan", "study.yaml"});
  EXPECT_EQ(plan.code, 0);
  EXPECT_THAT(plan.err, told);
  EXPECT_THAT(plan.out, Not(HasSubstr("gif")));
  const Output run = study.remedy(run_identity({"--quiet"}));
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, told);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), told);
  // Once it is gone, nothing is told any more.
  std::filesystem::remove(study.path("val/c2/more.gif"));
  EXPECT_THAT(study.remedy(run_identity()).err, Not(HasSubstr("gif")));
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), Not(HasSubstr("gif")));
}

// The training source is decoded, and looked through, where a trial is to train on it.
TEST(Warnings, NearDuplicatesOfATrainingSourceAreTold) {
  const TinyStudy study;
  study.add_remediations("  balanced_batches: {}\n");
  const auto run = [&](const char* only) {
    return study.remedy({"run", "study.yaml", "--only", only, "--set", "design.draws=1", "--set",
                         "stop.steps=1", "--set",
                         "data.training={folder: encoded_again, labels: folders}"});
  };
  const auto told = HasSubstr("data.training:c1/0.jpg = suites.validation:c1/0.png");
  EXPECT_THAT(run("identity").err, Not(told));
  EXPECT_THAT(run("balanced_batches").err, told);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), told);
}

TEST(Warnings, PermutedClassListIsTold) {
  const TinyStudy study;
  write_file(study.path("classes.txt"), "c3 a\nc4 b\nc5 c\nc0 d\nc1 e\nc2 f\n");
  EXPECT_THAT(study.remedy({"plan", "study.yaml"}).err,
              AllOf(HasSubstr("classes.txt"), HasSubstr("ImageFolder")));
}

TEST(Warnings, BaselineThatGuessesIsToldUnlessItIsConfirmed) {
  const TinyStudy study;
  const auto told = HasSubstr("about as often as guessing among 6 classes");
  const Output run = study.remedy(run_identity());
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, told);
  EXPECT_THAT(read_file(study.path("runs/tiny/warnings.json")),
              AllOf(HasSubstr("baseline_at_chance"), told));
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), told);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.json")), HasSubstr("baseline_at_chance"));
  // With nothing left to run, the report still tells it.
  ASSERT_EQ(study.remedy(run_identity()).code, 0);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), told);
  const Output confirmed =
      study.remedy(run_identity({"--out", "confirmed", "--set",
                                 "baseline.expect={suite: validation, top1: 0.2, within: 0.3}"}));
  ASSERT_EQ(confirmed.code, 0) << confirmed.err;
  EXPECT_THAT(confirmed.err, Not(told));
  EXPECT_THAT(read_file(study.path("confirmed/warnings.json")),
              AllOf(Not(HasSubstr("baseline_at_chance")), HasSubstr("stop_set_small")));
}

TEST(Warnings, DrawsThatAreAddedOnceResultsAreKnownAreTold) {
  const TinyStudy study;
  const auto run = [&](const std::string& draws) {
    return study.remedy({"run", "study.yaml", "--only", "mixed_finetune", "--quiet", "--set",
                         "design.draws=" + draws, "--set", "design.anchor_classes=3"});
  };
  const auto told = HasSubstr("draws were added after 1 result was known, from 1 to 2");
  ASSERT_EQ(run("1").code, 0);
  EXPECT_THAT(run("1").err, Not(HasSubstr("draws were added")));  // the same again adds nothing
  const Output more = run("2");
  ASSERT_EQ(more.code, 0) << more.err;
  EXPECT_THAT(more.err, told);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), told);
  // It stays with the run, and a second time is told beside it.
  const Output again = run("2");
  EXPECT_THAT(again.err, Not(HasSubstr("draws were added")));
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), told);
  ASSERT_EQ(run("3").code, 0);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")),
              AllOf(told, HasSubstr("draws were added after 2 results were known, from 2 to 3")));
}

}  // namespace
}  // namespace remedy
