#include "statistics/basic/normal.h"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {

double normal_upper_tail(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

double normal_two_sided(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

double normal_quantile(double probability) {
  if (!(probability >= 0.0 && probability <= 1.0)) {
    throw std::invalid_argument("normal_quantile: the probability must lie in [0, 1]");
  }
  if (probability == 0.0) return -std::numeric_limits<double>::infinity();
  if (probability == 1.0) return std::numeric_limits<double>::infinity();
  return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * probability);
}

}  // namespace remedy::statistics
