// The tables of a Markdown report.
#pragma once

#include <cstddef>
#include <string>

#include "report/content/report.h"

namespace remedy {

std::string baseline_table(const Report& report);
// The decision matrix by its means: at most eight columns, so that it fits a narrow page.
std::string decision_table(const Report& report);
std::string best_table(const Report& report);
// One row for each setting: what it gained and what it cost.
std::string comparison_table(const Report& report);
// What changes steadily with N, and what these draws could not tell.
std::string trends_table(const Report& report);
// One row for each setting: everything about one suite.
std::string suite_table(const Report& report, std::size_t suite);
std::string not_reached_table(const Report& report);
std::string failures_table(const Report& report);
std::string parameters_table(const Report& report);
std::string timings_table(const Report& report);

}  // namespace remedy
