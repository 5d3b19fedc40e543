// What a report says of each run as a whole.
#pragma once

#include <string>

#include "report/content/run_summary.h"
#include "report/input/trial_rows.h"

namespace remedy {

// Of the run at `index`. Tells in `flags` what it lacks: trials without a result, records that
// cannot be read or belong to no planned trial, mixed provenance.
RunSummary run_summary(const RunData& run, std::size_t index, const std::string& name,
                       const TrialRows& rows, Flags& flags);

}  // namespace remedy
