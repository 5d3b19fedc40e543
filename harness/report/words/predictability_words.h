// The verdict on what is predictable in a sentence or several.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// Plain text for one remediation: which figures change with N, what change this study would have
// found, and where the variance of the first suite to retain comes from. `entry`: of the report.
std::string predictability_sentence(const Report& report, const Predictability& entry);

}  // namespace remedy
