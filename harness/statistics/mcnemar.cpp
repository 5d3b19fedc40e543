#include "statistics/mcnemar.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "statistics/normal.h"

namespace remedy::statistics {

McNemar mcnemar(std::int64_t b, std::int64_t c) {
  if (b < 0 || c < 0) throw std::invalid_argument("mcnemar: counts must not be negative");
  if (b == c) return {1.0, 0.0, 1.0, 0.0, 1.0};
  const double pairs = static_cast<double>(b + c);
  const double gap = static_cast<double>(std::abs(b - c));
  const boost::math::binomial_distribution<> flips(pairs, 0.5);
  McNemar result{};
  result.exact_p = std::min(1.0, 2.0 * cdf(flips, static_cast<double>(std::min(b, c))));
  result.chi2 = gap * gap / pairs;
  result.chi2_p = normal_two_sided(std::sqrt(result.chi2));
  result.corrected_chi2 = (gap - 1.0) * (gap - 1.0) / pairs;
  result.corrected_p = normal_two_sided(std::sqrt(result.corrected_chi2));
  return result;
}

double paired_standard_error(std::int64_t negative_flips, std::int64_t positive_flips,
                             std::int64_t images) {
  if (negative_flips < 0 || positive_flips < 0 || negative_flips + positive_flips > images) {
    throw std::invalid_argument(
        "paired_standard_error: flips must not be negative nor more than the images");
  }
  if (images == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(static_cast<double>(negative_flips + positive_flips)) /
         static_cast<double>(images);
}

int smallest_significant_count(double alpha) {
  if (!(alpha > 0.0 && alpha <= 1.0)) {
    throw std::invalid_argument("smallest_significant_count: alpha must lie in (0, 1]");
  }
  int count = 1;
  for (double p = 1.0; p >= alpha; p /= 2.0) ++count;
  return count;
}

}  // namespace remedy::statistics
