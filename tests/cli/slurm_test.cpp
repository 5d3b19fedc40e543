// Runs as jobs of a real Slurm: a controller and two nodes on this machine, in a folder of the
// test's own. Needs slurmctld, slurmd and munged, and root, by whom Slurm is run here.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "cli/program.h"
#include "core/file.h"
#include "core/json.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using testing::eventually;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

bool succeeds(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

class Cluster {
 public:
  Cluster() {
    char host[256] = "localhost";
    gethostname(host, sizeof host - 1);
    const std::string name = std::string(host).substr(0, std::string(host).find('.'));
    const std::string root = directory_.path().string();
    const int port = 20000 + getpid() % 10000 * 3;
    for (const char* folder : {"state", "spool", "munge"}) {
      std::filesystem::create_directories(directory_ / folder);
    }
    write_file(directory_ / "munge/key", std::string(512, 'k') + root);
    succeeds("chmod 700 " + root + "/munge && chmod 400 " + root + "/munge/key");
    write_file(directory_ / "slurm.conf",
               "ClusterName=test\nSlurmctldHost=" + name +
                   "(127.0.0.1)\nSlurmUser=root\nAuthType=auth/munge\nAuthInfo=socket=" + root +
                   "/munge/socket\nCryptoType=crypto/munge\nProctrackType=proctrack/linuxproc\n"
                   "TaskPlugin=task/none\nReturnToService=2\nSlurmdTimeout=10\nMpiDefault=none\n"
                   "SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nMinJobAge=60\n"
                   "SlurmctldPort=" +
                   std::to_string(port) + "\nStateSaveLocation=" + root +
                   "/state\nSlurmdSpoolDir=" + root + "/spool/%n\nSlurmctldPidFile=" + root +
                   "/ctld.pid\nSlurmdPidFile=" + root + "/%n.pid\nSlurmctldLogFile=" + root +
                   "/ctld.log\nSlurmdLogFile=" + root + "/%n.log\n" + node("s1", name, port + 1) +
                   node("s2", name, port + 2) +
                   "PartitionName=all Nodes=s1,s2 Default=YES State=UP\n");
    setenv("SLURM_CONF", (root + "/slurm.conf").c_str(), 1);
    spawn({"munged", "--foreground", "--force", "--key-file=" + root + "/munge/key",
           "--socket=" + root + "/munge/socket", "--pid-file=" + root + "/munge/pid",
           "--seed-file=" + root + "/munge/seed", "--log-file=" + root + "/munge/log"});
    eventually([&] { return std::filesystem::exists(directory_ / "munge/socket"); }, 10);
    spawn({"slurmctld", "-D"});
    spawn({"slurmd", "-N", "s1", "-D"});
    spawn({"slurmd", "-N", "s2", "-D"});
    ready_ = eventually([] { return succeeds("test $(sinfo -h -N -t idle | wc -l) -eq 2"); }, 30);
  }
  ~Cluster() {
    for (auto process = processes_.rbegin(); process != processes_.rend(); ++process) {
      kill(*process, SIGTERM);
    }
    for (const pid_t process : processes_) waitpid(process, nullptr, 0);
    unsetenv("SLURM_CONF");
  }
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  bool ready() const { return ready_; }
  std::string log() const { return read_file(directory_ / "daemons.log"); }

 private:
  static std::string node(const std::string& node, const std::string& host, int port) {
    return "NodeName=" + node + " NodeHostname=" + host +
           " NodeAddr=127.0.0.1 Port=" + std::to_string(port) + " CPUs=2\n";
  }

  void spawn(std::vector<std::string> words) {
    const std::string log = (directory_ / "daemons.log").string();
    const pid_t process = fork();
    if (process == 0) {
      const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
      dup2(file, STDOUT_FILENO);
      dup2(file, STDERR_FILENO);
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    processes_.push_back(process);
  }

  testing::TemporaryDirectory directory_;
  std::vector<pid_t> processes_;
  bool ready_ = false;
};

class Slurm : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (geteuid() != 0 ||
        !succeeds("command -v slurmctld && command -v slurmd && command -v munged")) {
      return;
    }
    cluster_ = new Cluster;
  }
  static void TearDownTestSuite() {
    delete cluster_;
    cluster_ = nullptr;
  }
  void SetUp() override {
    if (cluster_ == nullptr) {
      GTEST_SKIP() << "needs root, and slurmctld, slurmd and munged (slurm-wlm, munge)";
    }
    ASSERT_TRUE(cluster_->ready()) << cluster_->log();
  }

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

  static Cluster* cluster_;
};

Cluster* Slurm::cluster_ = nullptr;

TEST_F(Slurm, LeavesWhatARunOnThisMachineLeaves) {
  const TinyStudy study;
  study.add_remediations("  halfway: {after: mixed_finetune, alpha: [0.25, 0.75]}\n");
  const std::string expected = here(study);
  const Output output = study.remedy(there("there/tiny"));
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_EQ(study.comparable_records("there/tiny"), expected);
  EXPECT_THAT(output.out, HasSubstr("report.md"));
  // Slurm keeps a job that is over in its queue while it tidies up.
  EXPECT_TRUE(eventually([] { return succeeds("test -z \"$(squeue -h)\""); }, 30));
}

TEST_F(Slurm, CancelledJobsAreToldAndTheSameCommandGoesOn) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: hang}\nlimits: {trial: 8 s}\n");
  const std::string expected = here(study);
  const pid_t process = study.start(there("there/tiny"));
  ASSERT_TRUE(eventually([&] { return started(study, "there/tiny", "misbehave"); }, 25))
      << read_file(study.path("stderr.txt"));
  EXPECT_TRUE(succeeds("scancel --user=root"));
  const Output cancelled = study.wait(process);
  EXPECT_EQ(cancelled.code, 1) << cancelled.err;
  EXPECT_THAT(cancelled.err, HasSubstr("the same command submits the rest"));
  study.remedy(there("there/tiny"));
  EXPECT_EQ(study.comparable_records("there/tiny"), expected);
}

TEST_F(Slurm, CtrlCLeavesNoJob) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: hang}\n");
  const pid_t process = study.start(there("there/tiny"));
  ASSERT_TRUE(eventually([&] { return started(study, "there/tiny", "misbehave"); }, 25))
      << read_file(study.path("stderr.txt"));
  kill(process, SIGINT);
  EXPECT_EQ(study.wait(process).code, 130);
  EXPECT_TRUE(eventually([] { return succeeds("test -z \"$(squeue -h)\""); }, 30));
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
