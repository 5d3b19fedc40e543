// Runs are comparable or refused: baseline, suites, preprocessing and target have to be the same.
#pragma once

#include <string>
#include <vector>

#include "report/content/run_summary.h"
#include "report/input/run_data.h"

namespace remedy {

// Throws Refusal naming every difference between the records of the runs' planned trials: between
// runs, and within one whose study changed under it. A suite that only some records of a run have
// is no difference; one that a whole run lacks is. Runs whose records do not say are not judged.
void require_comparable(const std::vector<RunData>& runs, const std::vector<std::string>& names);

// What the records of a run say.
MeasuredOn measured_on(const RunData& run);

}  // namespace remedy
