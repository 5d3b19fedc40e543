// The verdict on what is predictable in a sentence or several.
#pragma once

#include <string>

#include "core/json.h"

namespace remedy {

// Plain text for one remediation: which figures change with N, what change this study would have
// found, and where the variance of the first suite to retain comes from. `entry`: of
// report["predictability"], all but its sentence.
std::string predictability_sentence(const Json& report, const Json& entry);

}  // namespace remedy
