// What Slurm's commands say and are told, by scripts in their place.
#include "launch/slurm/slurm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SlurmCommands : public ::testing::Test {
 protected:
  SlurmCommands() : path_(std::getenv("PATH")) {
    setenv("PATH", (directory_.path().string() + ":" + path_).c_str(), 1);
  }
  ~SlurmCommands() override { setenv("PATH", path_.c_str(), 1); }

  // The command writes its arguments and its input to files and does the rest.
  void install(const std::string& command, const std::string& rest) const {
    const auto file = directory_ / command;
    write_file(file, "#!/bin/sh\nprintf '%s\\n' \"$@\" > " + told(command).string() + "\ncat > " +
                         told(command).string() + ".input\n" + rest);
    chmod(file.c_str(), 0755);
  }
  std::filesystem::path told(const std::string& command) const {
    return directory_ / (command + ".told");
  }

  Slurm slurm(const SlurmOptions& options = {}) const { return Slurm("remedy-test", options, {}); }

  testing::TemporaryDirectory directory_;
  std::string path_;
};

TEST_F(SlurmCommands, JobsAreReadFromALineEach) {
  install("squeue",
          "printf '17_0|RUNNING|None\\n17_1|PENDING|Resources\\n17_2|CANCELLED|(Dependency)|x\\n'\n"
          "printf 'slurm_load_jobs: a remark\\n\\n18_0|COMPLETED|None\\n'\n");
  const auto jobs = slurm().jobs();
  ASSERT_TRUE(jobs);
  ASSERT_EQ(jobs->size(), 4U);
  EXPECT_EQ((*jobs)[0].id, "17_0");
  EXPECT_EQ((*jobs)[0].state, "RUNNING");
  EXPECT_EQ((*jobs)[1].reason, "Resources");
  EXPECT_EQ((*jobs)[2].reason, "(Dependency)|x");
  EXPECT_EQ((*jobs)[3].id, "18_0");
  EXPECT_THAT(read_file(told("squeue")),
              AllOf(HasSubstr("--name=remedy-test\n"), HasSubstr("--states=all\n"),
                    HasSubstr("--array\n"), HasSubstr("--me\n"), HasSubstr("--format=%i|%T|%r\n")));
}

TEST_F(SlurmCommands, NoJobIsAnAnswerAndNoAnswerIsNone) {
  install("squeue", "");
  ASSERT_TRUE(slurm().jobs());
  EXPECT_TRUE(slurm().jobs()->empty());
  install("squeue", "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2\nexit 1");
  const Slurm silent = slurm();
  EXPECT_FALSE(silent.jobs());
  EXPECT_EQ(silent.silence(), "slurm_load_jobs error: Unable to contact slurm controller");
}

TEST_F(SlurmCommands, WithoutSlurmTheErrorSaysWhatToDo) {
  setenv("PATH", directory_.path().c_str(), 1);
  try {
    slurm().jobs();
    FAIL() << "there was one";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("squeue: there is no such command"),
                                    HasSubstr("leave --launcher out to run here")));
  }
}

TEST_F(SlurmCommands, AnArrayIsSubmittedWithWhatTheStudyAsksFor) {
  install("sbatch", "echo '4711;cluster'\n");
  SlurmOptions options;
  options.partition = "gpu";
  options.time_seconds = 3600.5;
  options.gpus = 2;
  options.options = {"--account=x"};
  SlurmArray array;
  array.tasks = 3;
  array.cpus = 4;
  array.after = "4710";
  array.folder = "/runs/a";
  array.script = "#!/bin/sh\nexec remedy serve\n";
  EXPECT_EQ(slurm(options).submit(array), "4711");
  EXPECT_THAT(
      read_file(told("sbatch")),
      AllOf(HasSubstr("--array=0-2\n"), HasSubstr("--cpus-per-task=4\n"),
            HasSubstr("--dependency=afterany:4710\n"), HasSubstr("--partition=gpu\n"),
            HasSubstr("--time=60:01\n"), HasSubstr("--gres=gpu:2\n"), HasSubstr("--account=x\n"),
            HasSubstr("--chdir=/runs/a\n"), HasSubstr("--job-name=remedy-test\n")));
  EXPECT_EQ(read_file(told("sbatch").string() + ".input"), array.script);
}

TEST_F(SlurmCommands, WhatIsNotGivenIsLeftToSlurm) {
  install("sbatch", "echo 4711\n");
  EXPECT_EQ(slurm().submit(SlurmArray()), "4711");
  EXPECT_THAT(read_file(told("sbatch")),
              AllOf(Not(HasSubstr("--time")), Not(HasSubstr("--partition")),
                    Not(HasSubstr("--gres")), Not(HasSubstr("--dependency"))));
}

TEST_F(SlurmCommands, ARefusalIsToldInSlurmsWords) {
  install("sbatch", "echo 'sbatch: error: invalid partition specified: gqu' >&2\nexit 1\n");
  try {
    slurm().submit(SlurmArray());
    FAIL() << "it was submitted";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("invalid partition specified: gqu"),
                                    HasSubstr("the study's section slurm:")));
  }
}

TEST_F(SlurmCommands, AllJobsAreCancelledOrThoseAloneThatWait) {
  install("scancel", "");
  slurm().cancel(/*waiting_only=*/false);
  EXPECT_THAT(read_file(told("scancel")),
              AllOf(HasSubstr("--name=remedy-test\n"), Not(HasSubstr("--state"))));
  slurm().cancel(/*waiting_only=*/true);
  EXPECT_THAT(read_file(told("scancel")), HasSubstr("--state=PENDING\n"));
}

TEST(SlurmJob, IsOverWaitsOrIsAtWork) {
  for (const char* state : {"BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED",
                            "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT"}) {
    EXPECT_TRUE((SlurmJob{"1_0", state, ""}.ended())) << state;
    EXPECT_FALSE((SlurmJob{"1_0", state, ""}.waits())) << state;
  }
  for (const char* state : {"RUNNING", "COMPLETING", "CONFIGURING", "SUSPENDED", "REQUEUED"}) {
    EXPECT_FALSE((SlurmJob{"1_0", state, ""}.ended())) << state;
    EXPECT_FALSE((SlurmJob{"1_0", state, ""}.waits())) << state;
  }
  EXPECT_TRUE((SlurmJob{"1_0", "PENDING", "Priority"}.waits()));
  EXPECT_TRUE((SlurmJob{"1_0", "SPECIAL_EXIT", ""}.waits()));
}

TEST(ShellQuoted, IsOneWordForAShell) {
  EXPECT_EQ(shell_quoted("a b"), "'a b'");
  EXPECT_EQ(shell_quoted("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace remedy
