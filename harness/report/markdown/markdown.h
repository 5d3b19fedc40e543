// A report as Markdown, for reading on GitHub and for a paper's appendix.
#pragma once

#include <string>

#include "core/json.h"

namespace remedy {

// `report`: what analyse() gives. The section of timings at the end is all that depends on the
// clock.
std::string to_markdown(const Json& report);

}  // namespace remedy
