// Runs trials as Slurm jobs that share the run directory.
#pragma once

#include "launch/pool.h"

namespace remedy {

struct SlurmLaunch {
  std::filesystem::path program;  // `remedy`, which every job runs
  int threads = 1;                // of each worker
  std::string device = "cpu";
  bool keep_weights = false;
  // What study.yaml and plan.json said before this run wrote them, one after the other.
  std::string earlier;
};

// Submits one array for each depth of the plan, the deeper ones after the shallower, and waits for
// the records of `trials`, each of which stands after the one it starts from. Whatever record one
// of them has is put aside. Submits again while trials are missing, as long as a submission brought
// any and nobody cancelled its jobs; else the end is kIncomplete. Jobs that an earlier launcher
// left behind are taken over where study, plan and options are the same, and else cancelled.
//
// Study and plan have been written and the run directory is locked. When `cancelled`, which is
// asked several times a second, or when an error is thrown, jobs are cancelled. Throws Error where
// Slurm is not there or refuses, or where no job could do anything.
PoolResult run_slurm(const Study& study, const RunDirectory& run, const std::vector<Trial>& trials,
                     const Plan& plan, const StudyData& planned, const SlurmLaunch& launch,
                     const PoolEvents& events, const std::function<bool()>& cancelled);

}  // namespace remedy
