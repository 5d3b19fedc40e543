// How near a remediation came that has no eligible setting, and what to do.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// "85 % of 90 % at step 20: raise the limit"
std::string miss_sentence(const Report& report, const NearestMiss& miss);

}  // namespace remedy
