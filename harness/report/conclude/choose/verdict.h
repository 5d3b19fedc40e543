// Which remediation to use, what it breaks, and how sure that is.
#pragma once

#include <vector>

#include "report/content/report.h"
#include "report/input/run_data.h"

namespace remedy {

// All but the sentences, from the finished "best", settings, trials, suites and "learned" of the
// report. `runs`: those of the report, in its order. Of all settings that are eligible
// (eligible.h), those that may have the best retention are found and ordered by harm: choice.h. The
// first is named. docs/statistics.md has the formulas, their sources and the measured error rates.
//
// set           every eligible setting that is no control, and whether it may be the best. That the
//               best is in the set holds with 95 %. It does not say that what is outside is worse
//               than any one setting: it says that some other is at least as good.
// rivals        that a remediation is worse than the one that is named: rivals.h.
// controls      Controls (controls.h) are compared with, never named: better_than_control.h.
Verdict verdict(const Report& report, const std::vector<RunData>& runs);

}  // namespace remedy
