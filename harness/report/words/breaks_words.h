// The verdict in sentences: what the setting that is named breaks, and what it learned.
#pragma once

#include <string>

#include "core/json.h"
#include "report/input/run_data.h"

namespace remedy {

// Plain text, from the report and what verdict.h has of the verdict by then; empty where no setting
// is named.
std::string breaks_sentence(const Json& report, const Json& verdict, const Acceptances& accept);

}  // namespace remedy
