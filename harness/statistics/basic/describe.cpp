#include "statistics/basic/describe.h"

#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>

#include "statistics/basic/not_a_number.h"

namespace remedy::statistics {
namespace {

template <typename Number>
double mean_of(const std::vector<Number>& values) {
  if (values.empty()) return kNaN;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double mean(const std::vector<double>& values) { return mean_of(values); }
double mean(const std::vector<float>& values) { return mean_of(values); }

double quantile(const std::vector<double>& ascending, double level) {
  if (!(level >= 0.0 && level <= 1.0)) {
    throw std::invalid_argument("quantile: the level must lie in [0, 1]");
  }
  if (ascending.empty()) return kNaN;
  const double position = static_cast<double>(ascending.size() - 1) * level;
  const auto below = static_cast<std::size_t>(position);
  const double fraction = position - static_cast<double>(below);
  const double low = ascending[below];
  if (fraction == 0.0) return low;
  const double high = ascending[below + 1];
  if (low == high || std::isinf(low)) return low;
  return low + fraction * (high - low);
}

double standard_deviation(const std::vector<double>& values) {
  if (values.size() < 2) return kNaN;
  const double centre = mean(values);
  double sum = 0.0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return std::sqrt(sum / (static_cast<double>(values.size()) - 1.0));
}

}  // namespace remedy::statistics
