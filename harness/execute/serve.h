// One task of a Slurm array: takes trials of a run directory one after the other.
#pragma once

#include <filesystem>
#include <functional>

#include "core/run_directory.h"
#include "execute/pool.h"

namespace remedy {

// What the launcher and its jobs tell each other in the folder slurm/ of the run directory.
struct SlurmFiles {
  explicit SlurmFiles(const RunDirectory& run) : folder(run.slurm()) {}

  std::filesystem::path folder;
  // From the launcher: {"planned": StudyData, "device", "threads", "keep_weights"}.
  std::filesystem::path launch() const { return folder / "launch.json"; }
  // From the first job that has opened the study: Session::summary.
  std::filesystem::path opened() const { return folder / "opened.json"; }
  // From a job that cannot go on: {"gate": bool, "message"}.
  std::filesystem::path problem() const { return folder / "problem.json"; }
};

// Runs trials of that depth in the plan (Plan::depths) until none is left that has no record and
// that nobody else has claimed. The run directory has study, plan and slurm/launch.json. A trial
// that is not finished when `cancelled` is true is given back. Who it is it learns from Slurm's
// environment. Throws Error as run_pool() does, and leaves slurm/problem.json.
PoolEnd serve(const RunDirectory& run, int depth, const std::filesystem::path& worker,
              const std::function<bool()>& cancelled);

}  // namespace remedy
