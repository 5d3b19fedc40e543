// A suite's entry in a record, and what follows from it.
#pragma once

#include <string>
#include <vector>

#include "report/content/trial.h"

namespace remedy {

// All but Holm's correction and what a calibrated model would show. What cannot be, though every
// number of it can, is named in `problems`.
SuiteRow suite_row(const SuiteFigures& entry, std::vector<std::string>& problems);

}  // namespace remedy
