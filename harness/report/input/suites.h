// The suites that the trials were measured on, and what the baseline scores there.
#pragma once

#include <vector>

#include "report/content/flags.h"
#include "report/input/trial_rows.h"

namespace remedy {

// report["suites"]: {name, role, images, intervals}, in the order in which records hold them.
// Trials that lack a suite which others have, and trials that disagree on the baseline, are told.
Json suites_of_report(const std::vector<TrialRow>& rows, Flags& flags);

// report["baseline"]: by suite, from the first trial that was measured on it.
Json baseline_of_report(const std::vector<TrialRow>& rows, const Json& suites);

}  // namespace remedy
