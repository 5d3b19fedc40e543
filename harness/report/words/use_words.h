// The verdict in sentences: which setting to use, and why that one.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// Plain text, from the report's verdict; where no setting is named, why not.
std::string use_sentence(const Report& report);

// What has to be said before a setting is named: that a control does as much, or that nothing is
// established for other draws. Empty where there is nothing of the kind.
std::string caveat_sentence(const Report& report);

}  // namespace remedy
