// The mean of paired differences, and how far it may lie from the truth.
#pragma once

#include <vector>

#include "statistics/intervals.h"

namespace remedy::statistics {

// Student's t interval of the mean of independent differences (Student, Biometrika 6 (1908) 1-25):
// mean -+ t(n - 1) s / sqrt(n), s with n - 1. NaN for fewer than 2. Throws std::invalid_argument
// unless 0 < confidence < 1.
Interval t_interval(const std::vector<double>& differences, double confidence = 0.95);

}  // namespace remedy::statistics
