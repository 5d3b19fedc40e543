#include "statistics/hypothesis/fdr.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace remedy::statistics {

std::vector<double> benjamini_hochberg_adjusted(const std::vector<double>& p_values,
                                                std::size_t tests) {
  if (tests == 0) tests = p_values.size();
  if (tests < p_values.size()) {
    throw std::invalid_argument("benjamini_hochberg_adjusted: fewer tests than p values");
  }
  for (const double p : p_values) {
    if (!(p >= 0 && p <= 1)) {
      throw std::invalid_argument("benjamini_hochberg_adjusted: a p value lies outside [0, 1]");
    }
  }
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double smallest = 1;
  for (std::size_t i = order.size(); i-- > 0;) {
    const double scaled =
        static_cast<double>(tests) * p_values[order[i]] / static_cast<double>(i + 1);
    smallest = std::min(smallest, scaled);
    adjusted[order[i]] = smallest;
  }
  return adjusted;
}

}  // namespace remedy::statistics
