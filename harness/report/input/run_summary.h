// What a report says of each run as a whole.
#pragma once

#include <string>
#include <vector>

#include "report/content/flags.h"
#include "report/input/run_data.h"
#include "report/input/trial_rows.h"

namespace remedy {

// The entry of report["runs"], see analysis.h. Tells in `flags` what the run lacks: trials without
// a result, records that cannot be read or belong to no planned trial, mixed provenance.
Json run_summary(const RunData& run, const std::string& name, const std::vector<TrialRow>& rows,
                 Flags& flags);

}  // namespace remedy
