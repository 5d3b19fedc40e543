// What the launcher and its jobs tell each other in the folder slurm/ of the run directory.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/json.h"
#include "core/run/run_directory.h"
#include "launch/opened_data.h"

namespace remedy {

// From the launcher, launch.json: what every job runs trials with.
struct SlurmOrder {
  StudyData planned;
  std::string device = "cpu";
  std::int64_t threads = 1;
  bool keep_weights = false;
};

Json to_json(const SlurmOrder& order);
// Throws Error naming the path, what was found and what was expected.
SlurmOrder slurm_order_from_json(const Json& json);

// From a job that cannot go on, problem.json.
struct SlurmProblem {
  bool gate = false;  // the baseline is not the one that the study expects
  std::string message;
};

struct SlurmFiles {
  explicit SlurmFiles(const RunDirectory& run) : folder(run.slurm()) {}

  std::filesystem::path folder;
  std::filesystem::path launch() const { return folder / "launch.json"; }
  // From the first job that has opened the study: Session::summary.
  std::filesystem::path opened() const { return folder / "opened.json"; }
  std::filesystem::path problem() const { return folder / "problem.json"; }

  void write_problem(const SlurmProblem& problem) const;
  // Nothing where no job has told of one. Throws Error where the file is not whole.
  std::optional<SlurmProblem> read_problem() const;
};

}  // namespace remedy
