// Draws that are added once results are known. Whoever adds draws until something is significant,
// and stops there, finds something in more than 5 % of studies without any difference.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/plan/plan.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"

namespace remedy {

// To be called before the plan of a run directory is written anew, with the records that are there.
// Where the new plan has more draws than the old one, of whose trials with a draw some have a
// result, says so and keeps it with the run's warnings (warnings.json, "draws"), for every report
// from then on; what was kept before stays. Returns what is new. A plan that cannot be read tells
// nothing.
//
// A warning and no confidence sequence: such a sequence would have to be as wide in every table,
// for every study, as if draws were added without end.
std::vector<std::string> note_added_draws(const RunDirectory& run, const Plan& now,
                                          const std::map<std::string, TrialRecord>& records);

}  // namespace remedy
