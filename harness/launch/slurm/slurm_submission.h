// The arrays of jobs that run the trials of a plan.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/plan/plan.h"
#include "core/run/run_directory.h"
#include "core/study/study.h"
#include "launch/slurm/slurm.h"

namespace remedy {

// Jobs of one run directory are known by their name, also to a launcher that comes later.
std::string job_name(const Study& study, const RunDirectory& run);

// The id of the array that a task of it belongs to.
std::string array_of(const SlurmJob& job);

// How many of the jobs are not over yet.
std::size_t alive(const std::vector<SlurmJob>& jobs);

struct PlannedArray {
  SlurmArray array;  // `after` is left to the submission
  std::size_t trials = 0;
};

// One array for each depth that `missing` has trials of (see Plan::depths), the shallow ones first,
// of at most as many tasks as the study allows. `program` is what a task runs, with `threads` of
// its worker.
std::vector<PlannedArray> arrays_for(const std::map<std::string, Trial>& missing,
                                     const std::map<std::string, int>& depths,
                                     const SlurmOptions& options, int threads,
                                     const std::filesystem::path& program, const RunDirectory& run);

}  // namespace remedy
