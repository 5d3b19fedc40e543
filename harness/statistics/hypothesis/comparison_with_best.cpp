#include "statistics/hypothesis/comparison_with_best.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {

double level_with_best(std::size_t count, double error) {
  return count < 2 ? error : error / static_cast<double>(count - 1);
}

std::vector<ComparisonWithBest> comparisons_with_best(std::size_t count,
                                                      const std::vector<double>& differences,
                                                      const std::vector<double>& half_widths) {
  if (differences.size() != count * count || half_widths.size() != count * count) {
    throw std::invalid_argument("comparisons_with_best: the matrices must be count x count");
  }
  std::vector<ComparisonWithBest> result(count);
  if (count < 2) return result;
  for (std::size_t i = 0; i < count; ++i) {
    double high = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < count; ++j) {
      if (j == i) continue;
      high = std::min(high, differences[i * count + j] + half_widths[i * count + j]);
    }
    result[i].interval.high = std::max(0.0, high);
    result[i].may_be_best = high > 0;
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      if (j == i || !result[j].may_be_best) continue;
      const double low = differences[i * count + j] - half_widths[i * count + j];
      result[i].interval.low = std::min(result[i].interval.low, low);
    }
  }
  return result;
}

}  // namespace remedy::statistics
