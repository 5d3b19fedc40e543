// Settings chosen by their groups on one suite.
#pragma once

#include <optional>

#include "report/content/report.h"

namespace remedy {

// Of each label of the first run the setting whose worst group, or mean over images, on the suite
// that the study's `select` names is the best, by the mean over its trials; the first of the plan
// where several are. Settings without a result of every trial do not count. Nothing where the study
// has no such rule, or no setting has that grouping.
std::optional<GroupSelection> group_selection(const Report& report);

}  // namespace remedy
