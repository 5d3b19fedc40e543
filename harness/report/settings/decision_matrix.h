// The best setting of every remediation side by side, draw by draw.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "report/content/report.h"

namespace remedy {

// Of a report with its settings, trials, "best", "learned" and verdict. A column for what every
// role is judged by: retention and negative flips of suites to retain, accuracy of suites to fix
// and to transfer to, with its matched difference to the first suite to retain, false positives and
// the change of accuracy of guards.
DecisionMatrix decision_matrix(const Report& report);

// `figure` of a setting's trials: a value for each draw (or seed), ascending by draw. Seeds are
// averaged within a draw, and a draw that repeats another counts with that one.
std::vector<double> values_by_draw(
    const Report& report, std::size_t setting,
    const std::function<std::optional<double>(const TrialRow&)>& figure);

}  // namespace remedy
