// Commands, options and exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "cli/program.h"
#include "core/file.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::TinyStudy;

TEST(CommandLine, HelpIsEverywhere) {
  const TinyStudy study;
  for (const char* command : {"run", "plan", "prepare", "report", "list", "describe", "doctor",
                              "inspect", "export", "new-study"}) {
    const Output output = study.remedy({command, "--help"});
    EXPECT_EQ(output.code, 0) << command;
    EXPECT_THAT(output.out, HasSubstr("Usage: remedy")) << command;
  }
  EXPECT_EQ(study.remedy({"--help"}).code, 0);
}

TEST(CommandLine, AWrongCommandExitsWithTwo) {
  const TinyStudy study;
  EXPECT_EQ(study.remedy({"rnu"}).code, 2);
  EXPECT_EQ(study.remedy({}).code, 2);
  EXPECT_EQ(study.remedy({"run"}).code, 2);
  EXPECT_EQ(study.remedy({"run", "absent.yaml"}).code, 2);
}

TEST(CommandLine, EveryThreadOfAWorkerFlushesDenormals) {
  const TinyStudy study;
  EXPECT_THAT(study.remedy({"doctor"}).out, HasSubstr("flushed to zero on every thread"));
}

// A machine without PyTorch in its Python is healthy; one whose user named a Python is asked for
// it.
TEST(CommandLine, DoctorIsDissatisfiedWithAPythonThatWasNamedAndCannotServe) {
  const TinyStudy study;
  // An environment without packages, as `python3 -m venv` makes it.
  write_file(study.path("venv/pyvenv.cfg"),
             "home = /usr/bin\ninclude-system-site-packages = false\n");
  write_file(study.path("venv/bin/python3"), "");
  setenv("REMEDY_PYTHON", study.path("venv/bin/python3").c_str(), /*overwrite=*/1);
  const Output output = study.remedy({"doctor"});
  unsetenv("REMEDY_PYTHON");
  EXPECT_EQ(output.code, 1);
  EXPECT_THAT(output.out, ContainsRegex("BAD +python +remediations in Python cannot be run: "));
}

TEST(CommandLine, ABaselineThatIsNotBrokenExitsWithThreeBeforeAnyTrial) {
  const TinyStudy study;
  const Output output = study.remedy({"run", "study.yaml", "--threads", "1", "--set",
                                      "baseline.expect.broken={suite: test_cows, below: 0}"});
  EXPECT_EQ(output.code, 3) << output.err;
  EXPECT_THAT(output.err, HasSubstr("of 6 images of suites.test_cows"));
  EXPECT_FALSE(std::filesystem::exists(study.path("runs/tiny/trials")) &&
               !std::filesystem::is_empty(study.path("runs/tiny/trials")));
}

TEST(CommandLine, WrongStudiesExitWithTwoAndLeaveNothing) {
  const TinyStudy study;
  const std::string good = read_file(study.path("study.yaml"));
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"--set", "remediations.mixed_finetune.learning_rate=-1"}, "a number greater than 0"},
      {{"--set", "remediations.mixed_finetun={}"}, "did you mean \"mixed_finetune\"?"},
      {{"--set", "target.class=c9"}, "c9"},
      {{"--set", "design.anchor_classes=[7]"}, "7 classes are asked for"},
      {{"--set", "suites.validation.folder=absent"}, "there is no folder"},
      {{"--device", "tpu"}, "expected auto, cpu, cuda"},
      {{"--only", "nothing*"}, "no trial has such a label"},
      {{"--only", "identity", "--only", "N=6"}, "--only 'N=6': no trial has such a label"},
  };
  for (const auto& [arguments, message] : wrong) {
    std::vector<std::string> all = {"run", "study.yaml"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Output output = study.remedy(all);
    EXPECT_EQ(output.code, 2) << message;
    EXPECT_THAT(output.err, HasSubstr(message));
    EXPECT_FALSE(std::filesystem::exists(study.path("runs"))) << message;
  }
}

TEST(CommandLine, PlanShowsTrialsAndRunsNothing) {
  const TinyStudy study;
  const Output output = study.remedy({"plan", "study.yaml"});
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("mixed_finetune N=6 draw=1 learning_rate=0.02"),
                                HasSubstr("5 trials, 5 to run")));
  EXPECT_FALSE(std::filesystem::exists(study.path("runs")));
}

TEST(CommandLine, ABaselineThatNothingConfirmsIsWarnedOf) {
  const TinyStudy study;
  const auto warned = AllOf(HasSubstr("warning: "), HasSubstr("the study has no baseline.expect"),
                            HasSubstr("stem imagenet (7x7 convolution of stride 2"));
  EXPECT_THAT(study.remedy({"plan", "study.yaml"}).err, warned);
  EXPECT_THAT(study.remedy({"run", "study.yaml", "--only", "identity"}).err, warned);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), HasSubstr("nothing confirms"));
  EXPECT_THAT(study
                  .remedy({"plan", "study.yaml", "--set",
                           "baseline.expect={suite: validation, top1: 0.2, within: 1}"})
                  .err,
              Not(HasSubstr("warning")));
}

TEST(CommandLine, OnlyTakesLabelsAndWhatThePlanPrints) {
  const TinyStudy study;
  const auto planned = [&](const std::string& pattern) {
    return study.remedy({"plan", "study.yaml", "--only", pattern, "--only", "identity"}).out;
  };
  EXPECT_THAT(planned("mixed_finetune"), HasSubstr("5 trials, 5 to run"));
  EXPECT_THAT(planned("*N=6 draw=1*"),
              AllOf(HasSubstr("mixed_finetune N=6 draw=1 learning_rate=0.02"),
                    HasSubstr("2 trials, 2 to run")));
}

TEST(CommandLine, PlanEstimatesFromWhatWasTimedHere) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--set", "design.draws=1"}).code, 0);
  EXPECT_THAT(study.remedy({"plan", "study.yaml"}).out,
              AllOf(HasSubstr("5 trials, 2 to run, about"), HasSubstr("done")));
}

TEST(CommandLine, DescribeShowsEveryParameter) {
  const TinyStudy study;
  const Output output = study.remedy({"describe", "mixed_finetune"});
  EXPECT_EQ(output.code, 0);
  EXPECT_THAT(output.out,
              AllOf(HasSubstr("learning_rate: real"), HasSubstr("one of sgd, adam, adamw"),
                    HasSubstr("uses         counterexamples, anchors, stop")));
  const Output unknown = study.remedy({"describe", "mixed_finetun"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean \"mixed_finetune\"?"));
}

TEST(CommandLine, ListKnowsArchitecturesAndRuns) {
  const TinyStudy study;
  const Output architectures = study.remedy({"list", "architectures"});
  EXPECT_THAT(architectures.out, HasSubstr("resnet152"));
  EXPECT_THAT(architectures.err,
              HasSubstr("small         3x3 convolution of stride 2, no pooling"));
  EXPECT_THAT(study.remedy({"describe", "resnet50"}).out, HasSubstr("stride_in"));
  EXPECT_THAT(study.remedy({"describe", "vit_base_patch16_224.augreg"}).out,
              AllOf(HasSubstr("vit_b_16\nA vision transformer: 12 layers of 768 numbers a token"),
                    Not(HasSubstr("stride_in"))));
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--only", "identity"}).code, 0);
  EXPECT_THAT(study.remedy({"list", "runs"}).out, HasSubstr("1 of 1 trials done, 0 failed"));
}

TEST(CommandLine, PrepareCachesTheSuites) {
  const TinyStudy study;
  const Output output = study.remedy({"prepare", "study.yaml"});
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("suites"));
}

TEST(CommandLine, ReportGoesWhereItIsAskedTo) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--only", "identity"}).code, 0);
  EXPECT_EQ(study.remedy({"report", "runs/tiny", "--out", "elsewhere"}).code, 0);
  EXPECT_EQ(read_file(study.path("elsewhere/report.md")),
            read_file(study.path("runs/tiny/report.md")));
  EXPECT_EQ(study.remedy({"report", "absent"}).code, 2);
}

TEST(CommandLine, TheProgramLinksNoTorch) {
  FILE* pipe = popen(("ldd " + binary_dir() + "/bin/remedy").c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string libraries;
  char buffer[4096];
  while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe)) {
    libraries.append(buffer, count);
  }
  pclose(pipe);
  EXPECT_THAT(libraries,
              AllOf(HasSubstr("libc.so"), Not(HasSubstr("torch")), Not(HasSubstr("opencv"))));
}

}  // namespace
}  // namespace remedy
