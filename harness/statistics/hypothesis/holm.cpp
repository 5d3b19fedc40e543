#include "statistics/hypothesis/holm.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace remedy::statistics {

std::vector<double> holm_adjusted(const std::vector<double>& p_values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (std::isnan(p_values[i])) continue;
    if (p_values[i] < 0.0 || p_values[i] > 1.0) {
      throw std::invalid_argument("holm_adjusted: a p value lies outside [0, 1]");
    }
    order.push_back(i);
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted = p_values;
  double largest = 0.0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    largest = std::max(largest, static_cast<double>(order.size() - i) * p_values[order[i]]);
    adjusted[order[i]] = std::min(1.0, largest);
  }
  return adjusted;
}

}  // namespace remedy::statistics
