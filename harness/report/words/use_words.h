// The verdict in sentences: which setting to use, and why that one.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// Plain text, from the report's verdict; where no setting is named, why not.
std::string use_sentence(const Report& report);

}  // namespace remedy
