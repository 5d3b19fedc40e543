// The tables of a Markdown report, each made from the report's JSON.
#pragma once

#include <string>

#include "core/json.h"

namespace remedy {

std::string baseline_table(const Json& report);
std::string best_table(const Json& report);
// One row for each setting: what it gained and what it cost.
std::string comparison_table(const Json& report);
// One row for each setting: everything about one suite (an entry of report["suites"]).
// What changes steadily with N, and what these draws could not tell.
std::string trends_table(const Json& report);
std::string suite_table(const Json& report, const Json& suite);
std::string not_reached_table(const Json& report);
std::string failures_table(const Json& report);
std::string parameters_table(const Json& report);
std::string timings_table(const Json& report);

}  // namespace remedy
