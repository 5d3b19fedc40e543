// The suites that the trials were measured on, and what the baseline scores there.
#pragma once

#include "report/content/report.h"

namespace remedy {

// Of a report with its runs, and its trials, the suites in the order in which records hold them,
// with what the baseline scores in the first trial that was measured on each. Trials that lack a
// suite which others have, and trials that disagree on the baseline, are told in `flags`.
std::vector<ReportSuite> suites_of_report(const Report& report, const std::vector<TrialRow>& trials,
                                          Flags& flags);

}  // namespace remedy
