// The reliability diagrams of the baseline and of every setting.
#pragma once

#include <vector>

#include "report/content/setting.h"
#include "report/content/suite.h"
#include "report/input/trial_rows.h"

namespace remedy {

// Sets `reliability` of the suites to retain, in `suites` for the baseline and in `settings` for
// each setting, over all predictions of its trials; draws with the same predictions count once.
// Needs the run's confidences and outcomes of each image: what lacks them stays empty.
void add_reliability(const std::vector<RunData>& runs, const std::vector<TrialRow>& rows,
                     std::vector<ReportSuite>& suites, std::vector<Setting>& settings);

}  // namespace remedy
