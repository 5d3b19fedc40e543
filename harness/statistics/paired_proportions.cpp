#include "statistics/paired_proportions.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "statistics/normal.h"

namespace remedy::statistics {

Interval bonett_price_interval(std::int64_t first, std::int64_t second, std::int64_t n,
                               double confidence) {
  if (first < 0 || second < 0 || first + second > n) {
    throw std::invalid_argument(
        "bonett_price_interval: counts must not be negative nor more than the images");
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("bonett_price_interval: the confidence must lie in (0, 1)");
  }
  if (n == 0) return {-1, 1};
  const double images = static_cast<double>(n) + 2;
  const double p1 = (static_cast<double>(first) + 1) / images;
  const double p2 = (static_cast<double>(second) + 1) / images;
  const double z = -normal_quantile((1 - confidence) / 2);
  const double half = z * std::sqrt((p1 + p2 - (p1 - p2) * (p1 - p2)) / images);
  return {std::max(-1.0, p1 - p2 - half), std::min(1.0, p1 - p2 + half)};
}

}  // namespace remedy::statistics
