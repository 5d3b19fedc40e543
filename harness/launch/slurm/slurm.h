// Slurm's commands: sbatch, squeue, scancel.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/study/study.h"

namespace remedy {

// One task of a job array.
struct SlurmJob {
  std::string id;      // "<array's job id>_<task>"
  std::string state;   // "RUNNING", ...
  std::string reason;  // why it waits, such as "Resources"

  bool ended() const;
  // Waits, be it for the first time or to be run again: no process of it is there.
  bool waits() const { return state == "PENDING" || state == "SPECIAL_EXIT"; }
};

struct SlurmArray {
  std::size_t tasks = 1;
  std::int64_t cpus = 1;         // of each task
  std::string after;             // the job id of an array that has to be over first, or empty
  std::filesystem::path folder;  // where logs go
  std::string script;            // of each task
};

// The jobs of one name.
class Slurm {
 public:
  // `interrupted` is asked while a command is waited for that may be given up.
  Slurm(std::string name, SlurmOptions options, std::function<bool()> interrupted)
      : name_(std::move(name)),
        options_(std::move(options)),
        interrupted_(std::move(interrupted)) {}

  // Returns the array's job id. Throws Error where Slurm is not there or refuses.
  std::string submit(const SlurmArray& array) const;
  // Those that are not over yet, and those that Slurm still remembers (minutes). Nothing where the
  // controller does not answer: `silence()` has what squeue said. Throws Error where Slurm is not
  // there.
  std::optional<std::vector<SlurmJob>> jobs() const;
  const std::string& name() const { return name_; }
  const std::string& silence() const { return silence_; }
  // Ends all of them, or those alone that wait.
  void cancel(bool waiting_only) const;

 private:
  std::string name_;
  SlurmOptions options_;
  std::function<bool()> interrupted_;
  mutable std::string silence_;
};

// In single quotes, for a shell.
std::string shell_quoted(const std::string& text);

}  // namespace remedy
