// One row for every planned trial, in plan order, whatever became of it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "report/content/run_summary.h"
#include "report/content/trial.h"
#include "report/input/run_data.h"

namespace remedy {

// Where a row comes from.
struct TrialSource {
  const RunData* run = nullptr;
  const TrialRecord* record = nullptr;  // or nullptr: it left none that can be read
  std::filesystem::path predictions;    // the file that holds them, where the trial has a result
};

// Rows and their sources, by the same numbers. The sources point into `runs`.
struct TrialRows {
  std::vector<TrialRow> rows;
  std::vector<TrialSource> sources;
};

// Rows are joined with records by id; label, parameters and design are the plan's. Figures that
// cannot be are told in `flags`.
TrialRows trial_rows(const std::vector<RunData>& runs, const std::vector<std::string>& names,
                     Flags& flags);

// Paths below the run directory, as seen from there: reports never hold the place of a run.
std::string without_root(const RunData& run, std::string text);

}  // namespace remedy
