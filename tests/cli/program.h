// Running the programs as a person would, on a study made for the test.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "core/json.h"
#include "temporary_directory.h"

namespace remedy::testing {

struct Output {
  int code = -1;  // of the exit, or 128 + signal
  std::string out;
  std::string err;
};

// A tiny study in a folder of its own, and `remedy` with that as its working directory. Plugins of
// the tests are found; descriptions are cached for all tests together.
class TinyStudy {
 public:
  TinyStudy();

  std::filesystem::path path(const std::string& name) const { return directory_ / name; }
  // remedy `arguments`, to its end. `run` has one thread where no --threads is given.
  Output remedy(const std::vector<std::string>& arguments) const;
  // The same in the background; to be ended with wait().
  pid_t start(const std::vector<std::string>& arguments) const;
  Output wait(pid_t process) const;

  // The process id of the worker for each trial that a run has started so far, in order.
  std::vector<pid_t> starts(const std::string& run) const;

  // Appends lines to the study's remediations.
  void add_remediations(const std::string& yaml) const;
  // All records of a run directory by "label" or, where a parameter tells trials apart,
  // "label/value".
  std::map<std::string, Json> records(const std::string& run, const std::string& by = "") const;
  // Every record file of a run without its timings, one after the other.
  std::string comparable_records(const std::string& run) const;

 private:
  TemporaryDirectory directory_;
};

// Polls a condition for at most so many seconds: a bound for what never comes, far above what a
// busy machine takes.
template <typename Condition>
bool eventually(Condition condition, double seconds = 120) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return condition();
}

}  // namespace remedy::testing
