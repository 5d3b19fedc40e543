// The best of each remediation as a LaTeX table, for a paper.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// Two tables to be \input; they need the packages booktabs and graphicx, and UTF-8. The first fits
// a column of a two-column article: the rows of the decision matrix by their means, the best of
// each column bold, those that are statistically tied underlined. The second has the width of the
// page: a row for each entry of "best", each figure with the ends of its 95 % interval. Either is
// made smaller where it would stick out.
std::string to_latex(const Report& report);

// Text in which nothing is a command: \ { } $ & # _ % ~ ^ and what text fonts
// lack. Line breaks become spaces.
std::string latex_escaped(const std::string& text);

}  // namespace remedy
