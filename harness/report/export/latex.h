// The best of each remediation as a LaTeX table, for a paper.
#pragma once

#include <string>

#include "core/json.h"

namespace remedy {

// A table environment to be \input; it needs the package booktabs and UTF-8. From the report's JSON
// (analysis.h): a row for each entry of "best", with what its suites' roles ask for. A figure of
// several draws has its highest and lowest above and below it, one of a single trial on a small
// suite its 95 % interval.
std::string to_latex(const Json& report);

// Text in which nothing is a command: \ { } $ & # _ % ~ ^ and what text fonts
// lack. Line breaks become spaces.
std::string latex_escaped(const std::string& text);

}  // namespace remedy
