// From a report's tables and the predictions of its runs to what a verdict chooses between.
#pragma once

#include <vector>

#include "report/conclude/choose/contest.h"
#include "report/content/report.h"
#include "report/input/run_data.h"

namespace remedy {

// From the finished "best", settings, trials, suites and "learned". The competitors are the
// settings that are eligible (eligible.h), controls among them, of all entries of "best" that
// stopped as its first did: on the stop set, or on a reported suite. The measures are retention
// (without a suite to retain, the rate of the suites to fix that is right), negative flips,
// accuracy on the guard suites, and the false positives on each suite to retain, then to guard.
// `runs`: those of the report, in its order, for their predictions.
Contest contest_of_report(const Report& report, const std::vector<RunData>& runs);

}  // namespace remedy
