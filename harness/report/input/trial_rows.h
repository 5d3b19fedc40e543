// One row for every planned trial, in plan order, whatever became of it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "report/content/flags.h"
#include "report/input/run_data.h"

namespace remedy {

struct TrialRow {
  std::size_t run = 0;                // index of its run
  const Trial* trial = nullptr;       // in the run's plan
  const Json* record = nullptr;       // or nullptr: it left none that can be read
  Json json;                          // the row in the report: see analysis.h
  std::filesystem::path predictions;  // the file that holds them, where the trial has a result
  bool has_result() const;            // completed or not_reached
};

// Rows are joined with records by id; label, parameters and design are the plan's. The rows point
// into `runs`. Damaged records are told in `flags`.
std::vector<TrialRow> trial_rows(const std::vector<RunData>& runs,
                                 const std::vector<std::string>& names, Flags& flags);

// Paths below the run directory, as seen from there: reports never hold the place of a run.
std::string without_root(const RunData& run, std::string text);

}  // namespace remedy
