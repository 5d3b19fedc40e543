// Which trials of a plan a run has to run: those without a record, and those whose record does not
// stand for them any more.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/planning/planned_study.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"

namespace remedy {

struct MissingTrials {
  std::vector<Trial> trials;  // each once, in the order of the plan
  std::map<std::string, std::size_t>
      reasons;  // why those that have a record are run again: how many
};

// `records` holds what the run has, by id; those that are to be run again are taken out. `retry` is
// what --retry says: a status, "failed" for all without a result, "changed", or nothing. `again`:
// trials that are run again whatever they have.
MissingTrials missing_trials(const PlannedStudy& planned, const std::string& retry,
                             const std::set<std::string>& again, const RunDirectory& run,
                             std::map<std::string, TrialRecord>& records);

}  // namespace remedy
