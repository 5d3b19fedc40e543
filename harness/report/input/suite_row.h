// A suite's entry in a record, checked, and what follows from it.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"

namespace remedy {

// The entry as recorded but for "classes", and beside it
//   top1_points            difference of top-1 to the baseline, in percentage points
//   mcnemar_p              exact, two-sided, of negative against positive flips
//   paired_standard_error  of that difference where neither model is better, in points
//   intervals              95 % Wilson intervals [low, high] of its rates, by the rate's path
//                          ("top1", "baseline.top1"); suites below kSmallSuite images only
// A metric that is missing (but for those that older records lack) or impossible becomes null and
// is named in `problems`.
Json suite_row(const Json& entry, std::vector<std::string>& problems);

}  // namespace remedy
