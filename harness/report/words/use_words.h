// The verdict in sentences: which setting to use, and why that one.
#pragma once

#include <string>

#include "core/json.h"

namespace remedy {

// Plain text, from the report and what verdict.h has of the verdict by then; where no setting is
// named, why not.
std::string use_sentence(const Json& report, const Json& verdict);

}  // namespace remedy
