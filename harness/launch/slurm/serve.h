// One task of a Slurm array: takes trials of a run directory one after the other.
#pragma once

#include <filesystem>
#include <functional>

#include "core/run/run_directory.h"
#include "launch/pool.h"

namespace remedy {

// Runs trials of that depth in the plan (Plan::depths) until none is left that has no record and
// that nobody else has claimed. The run directory has study, plan and slurm/launch.json. A trial
// that is not finished when `cancelled` is true is given back. Who it is it learns from Slurm's
// environment. Throws Error as run_pool() does, and leaves slurm/problem.json.
PoolEnd serve(const RunDirectory& run, int depth, const std::filesystem::path& worker,
              const std::function<bool()>& cancelled);

}  // namespace remedy
