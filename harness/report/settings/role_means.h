// Figures of a setting taken over all suites of a role.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"

namespace remedy {

// The name of the first suite of a role; empty where there is none.
std::string suite_of_role(const Json& suites, const std::string& role);

// Names of the report's suites of that role, in their order.
std::vector<std::string> suites_of_role(const Json& suites, const std::string& role);

// The mean of a metric's means over these suites; nothing where there is none, or where the setting
// lacks the metric on one of them.
std::optional<double> mean_over(const Json& setting, const std::vector<std::string>& suites,
                                const std::string& metric);

}  // namespace remedy
