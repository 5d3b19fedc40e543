#include "launch/slurm/slurm_submission.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/hash.h"

namespace remedy {

std::string job_name(const Study& study, const RunDirectory& run) {
  std::error_code ignored;
  const auto root = std::filesystem::weakly_canonical(run.root(), ignored);
  return fmt::format("remedy-{}-{}", study.name, sha256(root.string()).substr(0, 8));
}

std::string array_of(const SlurmJob& job) { return job.id.substr(0, job.id.find('_')); }

std::size_t alive(const std::vector<SlurmJob>& jobs) {
  return static_cast<std::size_t>(
      std::count_if(jobs.begin(), jobs.end(), [](const SlurmJob& job) { return !job.ended(); }));
}

std::vector<PlannedArray> arrays_for(const std::map<std::string, Trial>& missing,
                                     const std::map<std::string, int>& depths,
                                     const SlurmOptions& options, int threads,
                                     const std::filesystem::path& program,
                                     const RunDirectory& run) {
  std::map<int, std::size_t> at_depth;
  for (const auto& [id, trial] : missing) ++at_depth[depths.at(id)];
  std::vector<PlannedArray> arrays;
  for (const auto& [depth, count] : at_depth) {
    PlannedArray planned;
    planned.trials = count;
    planned.array.tasks = std::min(count, static_cast<std::size_t>(options.jobs));
    planned.array.cpus = options.cpus.value_or(threads);
    planned.array.folder = run.slurm();
    planned.array.script =
        fmt::format("#!/bin/sh\ncd {} || exit 2\nexec {} serve {} --depth {}\n",
                    shell_quoted(std::filesystem::current_path().string()),
                    shell_quoted(program.string()), shell_quoted(run.root().string()), depth);
    arrays.push_back(std::move(planned));
  }
  return arrays;
}

}  // namespace remedy
