// What befalls jobs, nodes, the controller and the launcher costs no trial, and runs none twice to
// its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "cli/program.h"
#include "cli/slurm/slurm_cluster.h"
#include "core/file.h"
#include "core/json.h"

namespace remedy {
namespace {

using testing::eventually;
using ::testing::HasSubstr;
using testing::Output;
using testing::output_of;
using testing::succeeds;

// A study of four trials, one of which goes on until release().
class SlurmFaults : public testing::SlurmTest {
 protected:
  void SetUp() override {
    SlurmTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    study_.add_remediations("  misbehave: {how: wait}\n");
    release();
    ASSERT_EQ(study_.remedy(command("here", "local")).code, 0);
    std::filesystem::remove(study_.path("go"));
    start();
    ASSERT_TRUE(waiting_starts(1)) << err();
    // The other trials are done and their jobs over: what becomes of this one nobody else decides.
    // Three workers start and end before, one after the other where the machine is busy.
    ASSERT_TRUE(eventually([] { return cluster_->states() == "RUNNING"; }, /*seconds=*/300))
        << cluster_->states().value_or("squeue does not answer") << "\n"
        << err() << cluster_->log();
  }
  void TearDown() override {
    if (IsSkipped()) return;  // there is no Slurm whose queue could become empty
    if (launcher_ != 0) {
      kill(launcher_, SIGKILL);
      waitpid(launcher_, nullptr, 0);
    }
    succeeds("scancel --me");
    eventually([] { return cluster_->states() == std::string(); }, 30);
  }

  static std::vector<std::string> command(const std::string& out, const std::string& launcher) {
    return {"run", "study.yaml", "--out",  out,     "--threads",
            "1",   "--launcher", launcher, "--set", "design.draws=1"};
  }
  void start() { launcher_ = study_.start(command("there", "slurm")); }
  // To its end, which is forced where it does not come.
  Output wait() {
    const bool ended = eventually([&] {
      siginfo_t end{};
      waitid(P_PID, static_cast<id_t>(launcher_), &end, WEXITED | WNOHANG | WNOWAIT);
      return end.si_pid != 0;
    });
    EXPECT_TRUE(ended) << "still running: " << err();
    if (!ended) kill(launcher_, SIGKILL);
    return study_.wait(std::exchange(launcher_, 0));
  }
  void release() const { write_file(study_.path("go"), ""); }
  std::string err() const { return read_file(study_.path("stderr.txt")); }
  bool told(const std::string& text) const {
    return eventually([&] { return err().find(text) != std::string::npos; });
  }

  // Events of that kind which jobs have noted, in no order.
  std::vector<Json> noted(const std::string& kind, const std::string& trial) const {
    std::vector<Json> events;
    std::error_code none;
    for (const auto& entry :
         std::filesystem::directory_iterator(study_.path("there/slurm"), none)) {
      if (entry.path().extension() != ".jsonl") continue;
      std::ifstream log(entry.path());
      for (std::string line; std::getline(log, line);) {
        const Json event = Json::parse(line, nullptr, /*allow_exceptions=*/false);
        if (event.is_discarded() || event["event"] != kind || event["trial"] != trial) continue;
        events.push_back(event);
      }
    }
    return events;
  }
  // The id of the trial that waits, or nothing where there is no plan yet.
  std::string waiting() const {
    if (!std::filesystem::exists(study_.path("there/plan.json"))) return {};
    const Json plan = read_json(study_.path("there/plan.json"));
    for (const Json& trial : plan.at("trials")) {
      if (trial.at("label") == "misbehave") return trial.at("id");
    }
    return {};
  }
  // Whether it is started that many times, all told.
  bool waiting_starts(std::size_t times) const {
    return eventually([&] { return noted("started", waiting()).size() >= times; });
  }
  // The job that runs it.
  std::string job() const { return read_json(study_.path("there/claims") / waiting()).at("job"); }
  // How many arrays the launchers have submitted.
  std::string submissions() const {
    return output_of("grep -c '\"submitted\"' '" + study_.path("there/log.jsonl").string() + "'");
  }

  // All trials are there, as they are where nothing happens, each once.
  void expect_complete() const {
    EXPECT_EQ(study_.comparable_records("there"), study_.comparable_records("here"));
    std::multiset<std::string> planned, reported;
    const Json plan = read_json(study_.path("there/plan.json"));
    for (const Json& trial : plan.at("trials")) {
      planned.insert(trial.at("id").get<std::string>());
      EXPECT_EQ(noted("finished", trial.at("id")).size(), 1U) << trial.at("label");
    }
    const Json report = read_json(study_.path("there/report.json"));
    for (const Json& trial : report.at("trials")) {
      reported.insert(trial.at("id").get<std::string>());
    }
    EXPECT_EQ(reported, planned);
    EXPECT_EQ(planned.size(), 4U);
  }

  const testing::TinyStudy study_;
  pid_t launcher_ = 0;
};

TEST_F(SlurmFaults, AJobThatIsRequeuedRunsItsTrialAgain) {
  const std::string requeued = job();
  ASSERT_EQ(output_of("scontrol requeue " + requeued + " 2>&1"), "");
  ASSERT_TRUE(waiting_starts(2)) << err();
  EXPECT_EQ(job(), requeued);
  release();
  const Output output = wait();
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_EQ(submissions(), "1");
  expect_complete();
}

TEST_F(SlurmFaults, AJobWhoseNodeIsSetDownGoesOnElsewhere) {
  const std::string node = output_of("squeue -h -r -o %N -j " + job());
  ASSERT_EQ(output_of("scontrol update NodeName=" + node + " State=DOWN Reason=test 2>&1"), "");
  const bool again = waiting_starts(2);
  const std::string other = output_of("squeue -h -t running -o %N");
  EXPECT_TRUE(succeeds("scontrol update NodeName=" + node + " State=RESUME"));
  ASSERT_TRUE(again) << err();
  EXPECT_NE(other, node);
  release();
  const Output output = wait();
  EXPECT_EQ(output.code, 0) << output.err;
  expect_complete();
}

TEST_F(SlurmFaults, AJobThatIsKilledIsSubmittedAgain) {
  const int worker = noted("started", waiting()).at(0).at("worker");
  const std::string server = output_of("ps -o ppid= -p " + std::to_string(worker));
  ASSERT_EQ(kill(std::stoi(server), SIGKILL), 0);
  ASSERT_TRUE(waiting_starts(2)) << err();
  release();
  const Output output = wait();
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.err, HasSubstr("1 trial is missing when all jobs were over: submitted again"));
  expect_complete();
}

// Slurm looks at time limits every half a minute, so this takes long.
TEST_F(SlurmFaults, AJobThatReachesItsTimeLimitIsSubmittedAgain) {
  if (std::getenv("REMEDY_LONG_TESTS") == nullptr) {
    GTEST_SKIP() << "takes up to a minute: set REMEDY_LONG_TESTS=1";
  }
  ASSERT_EQ(output_of("scontrol update JobId=" + job() + " TimeLimit=1 2>&1"), "");
  ASSERT_TRUE(waiting_starts(2)) << err();
  release();
  const Output output = wait();
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_EQ(submissions(), "2");
  expect_complete();
}

TEST_F(SlurmFaults, AControllerThatCrashesIsWaitedForAndNothingIsRunAgain) {
  ASSERT_TRUE(cluster_->kill_controller(job())) << cluster_->log();
  const bool silent = told("Slurm does not answer");
  cluster_->start_controller();
  ASSERT_TRUE(silent) << err();
  ASSERT_TRUE(told("Slurm answers again")) << err() << cluster_->log();
  release();
  const Output output = wait();
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_EQ(noted("started", waiting()).size(), 1U);
  EXPECT_EQ(submissions(), "1");
  expect_complete();
}

TEST_F(SlurmFaults, ALauncherWhoseRunDirectoryIsDeletedEndsAndCancelsItsJobs) {
  ASSERT_TRUE(told("baseline on")) << err();
  std::filesystem::remove_all(study_.path("there"));
  const Output output = wait();
  EXPECT_EQ(output.code, 1) << output.err;
  EXPECT_THAT(output.err, HasSubstr("plan.json is gone while jobs run; they are cancelled"));
  EXPECT_TRUE(eventually([] { return cluster_->states() == std::string(); }))
      << cluster_->states().value_or("squeue does not answer");
}

TEST_F(SlurmFaults, JobsOfALauncherThatIsKilledAreTakenOver) {
  kill(launcher_, SIGKILL);
  EXPECT_EQ(wait().code, 128 + SIGKILL);
  start();
  ASSERT_TRUE(told("that an earlier command submitted")) << err();
  release();
  const Output output = wait();
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.err, HasSubstr("takes over 1 job"));
  EXPECT_EQ(noted("started", waiting()).size(), 1U);
  EXPECT_EQ(submissions(), "1");
  expect_complete();
}

TEST_F(SlurmFaults, ThatJobsWereCancelledIsToldOfThoseTakenOverToo) {
  kill(launcher_, SIGKILL);
  wait();
  start();
  ASSERT_TRUE(told("takes over")) << err();
  EXPECT_TRUE(succeeds("scancel --me"));
  const Output cancelled = wait();
  EXPECT_EQ(cancelled.code, 1);
  EXPECT_THAT(cancelled.err, HasSubstr("the same command submits the rest"));
  EXPECT_EQ(submissions(), "1");
  release();
  start();
  EXPECT_EQ(wait().code, 0);
  expect_complete();
}

}  // namespace
}  // namespace remedy
