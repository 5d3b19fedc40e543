// From a report's tables and the predictions of its runs to what a verdict chooses between.
#pragma once

#include <map>
#include <string>

#include "core/json.h"
#include "report/conclude/choose/contest.h"
#include "report/input/outcomes.h"
#include "report/input/run_data.h"

namespace remedy {

// By what a report calls a run.
using OutcomesOfRuns = std::map<std::string, const RunOutcomes*>;

// From the finished "best", "settings", "trials", "suites", "baseline" and "learned". The
// competitors are the settings that are eligible (eligible.h), controls among them, of all entries
// of "best" that stopped as its first did: on the stop set, or on a reported suite. The measures
// are retention (without a suite to retain, the rate of the suites to fix that is right), negative
// flips, accuracy on the guard suites, and the false positives on each suite to retain, then to
// guard. A run that `outcomes` lacks has no predictions.
Contest contest_of_report(const Json& report, const Acceptances& accept,
                          const OutcomesOfRuns& outcomes);

}  // namespace remedy
