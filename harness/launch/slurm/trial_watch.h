// What becomes of trials that other processes run: seen in the claims and records that they leave
// in the run directory.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/plan/plan.h"
#include "core/run/run_directory.h"
#include "launch/pool.h"
#include "launch/slurm/claims.h"

namespace remedy {

class TrialWatch {
 public:
  // `run`, `events` and `log` must outlive the object.
  TrialWatch(const RunDirectory& run, const std::vector<Trial>& trials, const PoolEvents& events,
             const RunLog& log);

  // Those that have no record yet, by id.
  const std::map<std::string, Trial>& missing() const { return missing_; }

  // Takes note of new claims and records; returns how many records there are more. Throws Error
  // naming a record that is not whole.
  std::size_t collect();

  // Who holds which of the missing trials.
  std::map<std::string, ClaimHolder> held() const;
  // Gives back those of `held` whose job is not among `at_work`, and takes note of trials that run
  // no more. `held` has to be older than `at_work`: whoever held a claim then was running by then.
  void give_back(const std::map<std::string, ClaimHolder>& held,
                 const std::set<std::string>& at_work);

 private:
  const RunDirectory& run_;
  Claims claims_;
  const PoolEvents& events_;
  const RunLog& log_;
  std::map<std::string, Trial> missing_;
  std::set<std::string> running_;  // of the missing ones, as far as was told
};

}  // namespace remedy
