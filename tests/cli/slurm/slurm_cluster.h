// A real Slurm for tests: a controller and two nodes on this machine, in a folder of their own.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "temporary_directory.h"

namespace remedy::testing {

// Whether a shell command exits with 0.
bool succeeds(const std::string& command);
// What it prints, without newlines at the end.
std::string output_of(const std::string& command);

// Slurm's commands work on this cluster as long as it lives. It ends with its jobs.
class SlurmCluster {
 public:
  // Why there can be none here, or nothing.
  static std::string missing();

  SlurmCluster();
  ~SlurmCluster();
  SlurmCluster(const SlurmCluster&) = delete;
  SlurmCluster& operator=(const SlurmCluster&) = delete;

  bool ready() const { return ready_; }
  // Of the jobs that are not over, one a line; nothing where the controller does not answer.
  std::optional<std::string> states() const;
  std::string log() const;

  // Ends the controller as a crash does, after it has saved what it knows of `job`, which runs.
  // False where it does not save.
  bool kill_controller(const std::string& job);
  // On what the killed one has saved.
  void start_controller() { start("slurmctld", {"slurmctld", "-D"}); }

 private:
  void write_configuration() const;
  void start(const std::string& name, std::vector<std::string> words);
  void stop(const std::string& name, int signal);

  TemporaryDirectory directory_;
  std::map<std::string, pid_t> processes_;
  bool ready_ = false;
};

// Tests that share a cluster. They are skipped where there can be none.
class SlurmTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  void SetUp() override;

  static SlurmCluster* cluster_;
};

}  // namespace remedy::testing
