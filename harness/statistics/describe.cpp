#include "statistics/describe.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "statistics/not_a_number.h"

namespace remedy::statistics {
double mean(const std::vector<double>& values) {
  if (values.empty()) return kNaN;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median(const std::vector<double>& values) { return quantile(values, 0.5); }

double quantile(std::vector<double> values, double level) {
  if (!(level >= 0.0 && level <= 1.0)) {
    throw std::invalid_argument("quantile: the level must lie in [0, 1]");
  }
  if (values.empty() || has_nan(values)) return kNaN;
  std::sort(values.begin(), values.end());
  const double position = static_cast<double>(values.size() - 1) * level;
  const auto below = static_cast<std::size_t>(position);
  const double fraction = position - static_cast<double>(below);
  const double low = values[below];
  if (fraction == 0.0) return low;
  const double high = values[below + 1];
  if (low == high) return low;
  return (1.0 - fraction) * low + fraction * high;
}

double standard_deviation(const std::vector<double>& values, int lost_degrees) {
  const double degrees = static_cast<double>(values.size()) - lost_degrees;
  if (values.empty() || degrees <= 0.0) return kNaN;
  const double centre = mean(values);
  double sum = 0.0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return std::sqrt(sum / degrees);
}

}  // namespace remedy::statistics
