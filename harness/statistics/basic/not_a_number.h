// What the functions of this folder answer where a value is undefined.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace remedy::statistics {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

inline bool has_nan(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
}

}  // namespace remedy::statistics
