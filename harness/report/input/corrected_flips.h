// McNemar's tests of all trials, corrected for being many.
#pragma once

#include <vector>

#include "report/content/trial.h"

namespace remedy {

// Sets mcnemar_p_holm beside mcnemar_p in each suite of each row: Holm's correction over the trials
// of a run on that suite, nothing where there is no test.
void correct_flips(std::vector<TrialRow>& rows);

}  // namespace remedy
