// The best of each remediation as a LaTeX table, for a paper.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// A table environment to be \input; it needs the package booktabs and UTF-8. A row for each entry
// of "best", with what its suites' roles ask for, each figure with the ends of its 95 % interval.
std::string to_latex(const Report& report);

// Text in which nothing is a command: \ { } $ & # _ % ~ ^ and what text fonts
// lack. Line breaks become spaces.
std::string latex_escaped(const std::string& text);

}  // namespace remedy
