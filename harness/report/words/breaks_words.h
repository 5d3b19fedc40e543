// The verdict in sentences: what the setting that is named breaks, and what it learned.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// Plain text, from the report's verdict; empty where no setting is named.
std::string breaks_sentence(const Report& report);

// What costs more than its study accepts, by the means, in a sentence; empty where nothing does.
std::string beyond_acceptance(const Report& report, const Setting& setting);

// A class by its name, or else by its number.
std::string class_name(const LostClass& loss);

}  // namespace remedy
