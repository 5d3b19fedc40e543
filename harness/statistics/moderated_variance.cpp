#include "statistics/moderated_variance.h"

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "statistics/basic/describe.h"

namespace remedy::statistics {
namespace {

// The x > 0 whose trigamma is y: a falling function, so by bisection in its logarithm.
double inverse_trigamma(double y) {
  double low = std::log(1e-8), high = std::log(1e8);
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (boost::math::trigamma(std::exp(middle)) > y ? low : high) = middle;
  }
  return std::exp((low + high) / 2);
}

}  // namespace

VariancePrior variance_prior(const std::vector<double>& variances, double degrees) {
  if (!(degrees > 0)) throw std::invalid_argument("variance_prior: degrees must be above 0");
  const double expected = boost::math::digamma(degrees / 2) - std::log(degrees / 2);
  std::vector<double> logs;
  for (const double variance : variances) {
    if (variance > 0) logs.push_back(std::log(variance) - expected);
  }
  if (logs.size() < 2) return {};
  const double center = mean(logs), spread = standard_deviation(logs);
  const double between = spread * spread - boost::math::trigamma(degrees / 2);
  if (!(between > 0)) return {std::exp(center), std::numeric_limits<double>::infinity()};
  const double half = inverse_trigamma(between);
  return {std::exp(center + boost::math::digamma(half) - std::log(half)), 2 * half};
}

ModeratedVariance moderated(double variance, double degrees, const VariancePrior& prior) {
  if (!(prior.degrees > 0)) return {variance, degrees};
  if (std::isinf(prior.degrees)) return {prior.variance, prior.degrees};
  const double all = degrees + prior.degrees;
  return {(degrees * variance + prior.degrees * prior.variance) / all, all};
}

}  // namespace remedy::statistics
