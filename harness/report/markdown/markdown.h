// A report as Markdown, for reading on GitHub and for a paper's appendix.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// The section of timings at the end is all that depends on the clock.
std::string to_markdown(const Report& report);

}  // namespace remedy
