#include "statistics/hypothesis/mcnemar.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {

double mcnemar_p(std::int64_t b, std::int64_t c) {
  if (b < 0 || c < 0) throw std::invalid_argument("mcnemar_p: counts must not be negative");
  if (b == c) return 1.0;
  const boost::math::binomial_distribution<> flips(static_cast<double>(b + c), 0.5);
  return std::min(1.0, 2.0 * cdf(flips, static_cast<double>(std::min(b, c))));
}

double mcnemar_one_sided_p(std::int64_t b, std::int64_t c) {
  if (b < 0 || c < 0) {
    throw std::invalid_argument("mcnemar_one_sided_p: counts must not be negative");
  }
  if (b == 0) return 1.0;
  const boost::math::binomial_distribution<> flips(static_cast<double>(b + c), 0.5);
  return cdf(complement(flips, static_cast<double>(b - 1)));
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

}  // namespace remedy::statistics
