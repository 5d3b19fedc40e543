#include "cli/slurm/slurm_cluster.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "cli/program.h"
#include "core/file.h"

namespace remedy::testing {
namespace {

std::string node(const std::string& name, const std::string& host, int port) {
  return "NodeName=" + name + " NodeHostname=" + host +
         " NodeAddr=127.0.0.1 Port=" + std::to_string(port) + " CPUs=2\n";
}

}  // namespace

bool succeeds(const std::string& command) {
  return std::system(("{ " + command + "; } >/dev/null 2>&1").c_str()) == 0;
}

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> buffer;
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), count);
  }
  pclose(pipe);
  return text.substr(0, text.find_last_not_of('\n') + 1);
}

std::string SlurmCluster::missing() {
  if (geteuid() == 0 && succeeds("command -v slurmctld && command -v slurmd && command -v munged"))
    return {};
  return "needs root, and slurmctld, slurmd and munged (packages slurm-wlm, munge)";
}

SlurmCluster::SlurmCluster() {
  const std::string root = directory_.path().string();
  for (const char* folder : {"state", "spool", "munge"}) {
    std::filesystem::create_directories(directory_ / folder);
  }
  write_file(directory_ / "munge/key", std::string(512, 'k') + root);
  succeeds("chmod 700 " + root + "/munge && chmod 400 " + root + "/munge/key");
  write_configuration();
  setenv("SLURM_CONF", (root + "/slurm.conf").c_str(), 1);
  start("munged", {"munged", "--foreground", "--force", "--key-file=" + root + "/munge/key",
                   "--socket=" + root + "/munge/socket", "--pid-file=" + root + "/munge/pid",
                   "--seed-file=" + root + "/munge/seed", "--log-file=" + root + "/munge/log"});
  eventually([&] { return std::filesystem::exists(directory_ / "munge/socket"); });
  start_controller();
  start("s1", {"slurmd", "-N", "s1", "-D"});
  start("s2", {"slurmd", "-N", "s2", "-D"});
  ready_ = eventually([] { return succeeds("test $(sinfo -h -N -t idle | wc -l) -eq 2"); });
}

SlurmCluster::~SlurmCluster() {
  succeeds("scancel --me");
  eventually([this] { return states() == std::string(); }, 10);
  for (const char* name : {"s1", "s2", "slurmctld", "munged"}) stop(name, SIGTERM);
  unsetenv("SLURM_CONF");
}

std::optional<std::string> SlurmCluster::states() const {
  const std::string answer = output_of("squeue --noheader --array --format=%T && echo answered");
  const std::size_t end = answer.rfind("answered");
  if (end == std::string::npos) return std::nullopt;
  return end == 0 ? "" : answer.substr(0, end - 1);
}

std::string SlurmCluster::log() const { return read_file(directory_ / "daemons.log"); }

bool SlurmCluster::kill_controller(const std::string& job) {
  const std::string mark = "mark-of-" + job;
  const std::string state = (directory_ / "state/job_state").string();
  const bool saved =
      succeeds("scontrol update JobId=" + job + " Comment=" + mark) &&
      eventually([&] { return succeeds("grep --text --quiet '" + mark + "' " + state); });
  stop("slurmctld", SIGKILL);
  return saved;
}

void SlurmCluster::write_configuration() const {
  char host[256] = "localhost";
  gethostname(host, sizeof host - 1);
  const std::string name = std::string(host).substr(0, std::string(host).find('.'));
  const std::string root = directory_.path().string();
  // Below those that the system gives to connections.
  const int port = 12000 + getpid() % 6000 * 3;
  // cred_expire is also how long a job waits that is run again, MessageTimeout how long a command
  // tries to reach the controller, KillWait how long a job that is told to end may take, all in
  // seconds. SlurmdTimeout is left as it is: on a busy machine a node may be slow to answer.
  write_file(directory_ / "slurm.conf",
             "ClusterName=test\nSlurmctldHost=" + name +
                 "(127.0.0.1)\nSlurmUser=root\nAuthType=auth/munge\nAuthInfo=socket=" + root +
                 "/munge/socket,cred_expire=5\nCryptoType=crypto/munge\nProctrackType=proctrack/"
                 "linuxproc\n"
                 "TaskPlugin=task/none\nReturnToService=1\nKillWait=5\nMpiDefault=none\n"
                 "SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nMinJobAge=60\n"
                 "MessageTimeout=5\nSchedulerParameters=sched_interval=1,batch_sched_delay=1,bf_"
                 "interval=2\n"
                 "SlurmctldPort=" +
                 std::to_string(port) + "\nStateSaveLocation=" + root + "/state\nSlurmdSpoolDir=" +
                 root + "/spool/%n\nSlurmctldPidFile=" + root + "/ctld.pid\nSlurmdPidFile=" + root +
                 "/%n.pid\nSlurmctldLogFile=" + root + "/ctld.log\nSlurmdLogFile=" + root +
                 "/%n.log\n" + node("s1", name, port + 1) + node("s2", name, port + 2) +
                 "PartitionName=all Nodes=s1,s2 Default=YES State=UP\n");
}

void SlurmCluster::start(const std::string& name, std::vector<std::string> words) {
  const std::string log = (directory_ / "daemons.log").string();
  const pid_t process = fork();
  if (process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  processes_[name] = process;
}

void SlurmCluster::stop(const std::string& name, int signal) {
  const auto found = processes_.find(name);
  if (found == processes_.end()) return;
  kill(found->second, signal);
  waitpid(found->second, nullptr, 0);
  processes_.erase(found);
}

SlurmCluster* SlurmTest::cluster_ = nullptr;

void SlurmTest::SetUpTestSuite() {
  if (SlurmCluster::missing().empty()) cluster_ = new SlurmCluster;
}

void SlurmTest::TearDownTestSuite() {
  delete cluster_;
  cluster_ = nullptr;
}

void SlurmTest::SetUp() {
  if (cluster_ == nullptr) GTEST_SKIP() << SlurmCluster::missing();
  ASSERT_TRUE(cluster_->ready()) << cluster_->log();
}

}  // namespace remedy::testing
