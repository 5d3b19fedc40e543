// Runs as jobs of a real Slurm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "cli/program.h"
#include "cli/slurm/slurm_cluster.h"
#include "core/file.h"
#include "core/json.h"

namespace remedy {
namespace {

using testing::eventually;
using ::testing::HasSubstr;
using testing::Output;
using testing::succeeds;
using testing::TinyStudy;

class Slurm : public testing::SlurmTest {
 protected:
  // What an uninterrupted run on this machine leaves.
  static std::string here(const TinyStudy& study) {
    study.remedy({"run", "study.yaml", "--out", "here/tiny", "--threads", "1"});
    return study.comparable_records("here/tiny");
  }
  static std::vector<std::string> there(const std::string& out) {
    return {"run", "study.yaml", "--out", out, "--threads", "1", "--launcher", "slurm"};
  }
  static bool started(const TinyStudy& study, const std::string& run, const std::string& trial) {
    std::error_code none;
    if (!std::filesystem::exists(study.path(run) / "plan.json", none)) return false;
    const Json plan = read_json(study.path(run) / "plan.json");
    for (const Json& planned : plan.at("trials")) {
      const std::string id = planned.at("id");
      if (planned.at("label") == trial &&
          std::filesystem::exists(study.path(run) / "claims" / id)) {
        return true;
      }
    }
    return false;
  }
};

TEST_F(Slurm, LeavesWhatARunOnThisMachineLeaves) {
  const TinyStudy study;
  study.add_remediations("  halfway: {after: mixed_finetune, alpha: [0.25, 0.75]}\n");
  const std::string expected = here(study);
  const Output output = study.remedy(there("there/tiny"));
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_EQ(study.comparable_records("there/tiny"), expected);
  EXPECT_THAT(output.out, HasSubstr("report.md"));
  // Slurm keeps a job that is over in its queue while it tidies up.
  EXPECT_TRUE(eventually([] { return cluster_->states() == std::string(); }));
}

TEST_F(Slurm, CancelledJobsAreToldAndTheSameCommandGoesOn) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: wait}\n");
  write_file(study.path("go"), "");
  const std::string expected = here(study);
  std::filesystem::remove(study.path("go"));
  const pid_t process = study.start(there("there/tiny"));
  // The other jobs are over. A job that is cancelled while it is being started begins all the same
  // and is told seconds later: it would take the trial that the cancelled one has given back.
  ASSERT_TRUE(eventually([&] {
    return started(study, "there/tiny", "misbehave") && cluster_->states() == "RUNNING";
  })) << read_file(study.path("stderr.txt"));
  EXPECT_TRUE(succeeds("scancel --user=root"));
  const Output cancelled = study.wait(process);
  EXPECT_EQ(cancelled.code, 1) << cancelled.err;
  EXPECT_THAT(cancelled.err, HasSubstr("the same command submits the rest"));
  write_file(study.path("go"), "");
  const Output rest = study.remedy(there("there/tiny"));
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(study.comparable_records("there/tiny"), expected);
}

TEST_F(Slurm, CtrlCLeavesNoJob) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: hang}\n");
  const pid_t process = study.start(there("there/tiny"));
  ASSERT_TRUE(eventually([&] { return started(study, "there/tiny", "misbehave"); }))
      << read_file(study.path("stderr.txt"));
  kill(process, SIGINT);
  EXPECT_EQ(study.wait(process).code, 130);
  EXPECT_TRUE(eventually([] { return cluster_->states() == std::string(); }));
  // What was running is no row: it did not fail.
  EXPECT_EQ(study.records("there/tiny").count("misbehave"), 0U);
}

TEST(SlurmSection, MistakesAreToldWithWhatIsAllowed) {
  const TinyStudy study;
  write_file(study.path("wrong.yaml"),
             read_file(study.path("study.yaml")) + "slurm: {partitoin: gpu, time: soon}\n");
  const Output output = study.remedy({"plan", "wrong.yaml"});
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err, HasSubstr("partitoin"));
  EXPECT_THAT(output.err, HasSubstr("partition"));
  EXPECT_THAT(output.err, HasSubstr("soon"));
}

}  // namespace
}  // namespace remedy
