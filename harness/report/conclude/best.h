// The setting to use of each remediation: which retains most, among those that fix.
#pragma once

#include <vector>

#include "report/content/report.h"

namespace remedy {

// Of a report with its runs, suites and settings: one entry for each run, label and stop set, best
// first. A setting is eligible (kReached) where all of its planned trials met the stop criterion
// and the suites to fix are fixed, by the whole interval of their rate (eligible.h). Among these
// the highest mean retention over the suites to retain wins (top-1 on the fix suites where there is
// none). Where no setting is eligible, the best of those that met the criterion and fixed too
// little is named as kNotFixed; else the one that met it in the largest share of trials as
// kPartlyReached; and where none ever did, none. Entries that stopped on a reported suite stand
// behind those that did not, and controls (controls.h) behind both: they are compared with, never
// recommended.
std::vector<BestEntry> best_settings(const Report& report);

}  // namespace remedy
