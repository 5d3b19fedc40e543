// Figures of a setting taken over all suites of a role.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/content/setting.h"
#include "report/content/suite.h"

namespace remedy {

// Suites of a report, by index.
using SuitePlaces = std::vector<std::size_t>;

// The name of the first suite of a role; empty where there is none.
std::string suite_of_role(const std::vector<ReportSuite>& suites, Role role);

// The suites of that role, in their order.
SuitePlaces suites_of_role(const std::vector<ReportSuite>& suites, Role role);
// Their names.
std::vector<std::string> names_of_role(const std::vector<ReportSuite>& suites, Role role);

// The mean of a figure's means over these suites; nothing where there is none, or where the setting
// lacks the figure on one of them.
std::optional<double> mean_over(const Setting& setting, const SuitePlaces& suites, Figure figure);

}  // namespace remedy
