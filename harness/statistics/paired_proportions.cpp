#include "statistics/paired_proportions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "statistics/basic/normal.h"

namespace remedy::statistics {
namespace {

Interval score_interval(double successes, double n, double z) {
  const double share = successes / n, scale = 1 + z * z / n;
  const double centre = (share + z * z / (2 * n)) / scale;
  const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale;
  return {successes == 0 ? 0 : centre - half, successes == n ? 1 : centre + half};
}

}  // namespace

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

Interval bonett_price_ratio_interval(std::int64_t first, std::int64_t second, std::int64_t both,
                                     double confidence) {
  if (first < 0 || second < 0 || both < 0) {
    throw std::invalid_argument("bonett_price_ratio_interval: counts must not be negative");
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("bonett_price_ratio_interval: the confidence must lie in (0, 1)");
  }
  const double infinity = std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(first + second + both);
  if (n == 0) return {0, infinity};
  const auto a = static_cast<double>(both + first), b = static_cast<double>(both + second);
  const double of_ratio =
      std::sqrt((static_cast<double>(first + second) + 2) / ((a + 1) * (b + 1)));
  const auto of_share = [&](double x) { return std::sqrt((1 - (x + 1) / (n + 2)) / (x + 1)); };
  const double z = -normal_quantile((1 - confidence) / 2) * of_ratio / (of_share(a) + of_share(b));
  const Interval above = score_interval(a, n, z), below = score_interval(b, n, z);
  return {above.low / below.high, below.low > 0 ? above.high / below.low : infinity};
}

}  // namespace remedy::statistics
