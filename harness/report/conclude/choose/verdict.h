// Which remediation to use, what it breaks, and how sure that is.
#pragma once

#include "core/json.h"
#include "report/conclude/choose/contest_of_report.h"
#include "report/input/run_data.h"

namespace remedy {

// report["verdict"], see analysis.h, from the finished "best", "settings", "trials", "suites",
// "baseline" and "learned" of the same report. Of all settings that are eligible (eligible.h),
// those that may have the best retention are found and ordered by harm: choice.h. The first is
// named. docs/statistics.md has the formulas, their sources and the measured error rates.
//
// set           every eligible setting that is no control, and whether it may be the best. That the
//               best is in the set holds with 95 %. It does not say that what is outside is worse
//               than any one setting: it says that some other is at least as good.
// rivals        that a remediation is worse than the one that is named: rivals.h.
// controls      Controls (controls.h) are compared with, never named: better_than_control.h. Where
// no
//               remediation is better than a control in anything, "use" says so first.
Json verdict(const Json& report, const Acceptances& accept, const OutcomesOfRuns& outcomes);

}  // namespace remedy
