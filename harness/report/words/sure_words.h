// The verdict in sentences: how sure it is, and what it was not compared with.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// Plain text, from the report's verdict; empty where no setting is named.
std::string sure_sentence(const Report& report);

}  // namespace remedy
