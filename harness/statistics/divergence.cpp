#include "statistics/divergence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace remedy::statistics {
namespace {

void check_distribution(const std::vector<double>& p) {
  for (const double entry : p) {
    if (!(entry >= 0.0))
      throw std::invalid_argument("divergence: a probability is negative or NaN");
  }
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  if (!(std::abs(sum - 1.0) <= 1e-3)) {
    throw std::invalid_argument("divergence: the probabilities do not sum to 1");
  }
}

void check(const std::vector<double>& p, const std::vector<double>& q) {
  if (p.size() != q.size()) throw std::invalid_argument("divergence: lengths differ");
  check_distribution(p);
  check_distribution(q);
}

double relative_entropy(double p, double q) {
  if (p == 0.0) return 0.0;
  if (q == 0.0) return std::numeric_limits<double>::infinity();
  return p * (std::log(p) - std::log(q));
}

}  // namespace

double kl_divergence(const std::vector<double>& p, const std::vector<double>& q) {
  check(p, q);
  double sum = 0.0;
  for (std::size_t c = 0; c < p.size(); ++c) sum += relative_entropy(p[c], q[c]);
  return std::max(sum, 0.0);
}

double js_divergence(const std::vector<double>& p, const std::vector<double>& q) {
  check(p, q);
  double sum = 0.0;
  for (std::size_t c = 0; c < p.size(); ++c) {
    const double middle = p[c] / 2.0 + q[c] / 2.0;
    sum += relative_entropy(p[c], middle) + relative_entropy(q[c], middle);
  }
  return std::clamp(sum / 2.0, 0.0, std::log(2.0));
}

double relative_nfr(double negative_flip_rate, double old_error_rate, double new_error_rate) {
  for (const double rate : {negative_flip_rate, old_error_rate, new_error_rate}) {
    if (!(rate >= 0.0 && rate <= 1.0)) {
      throw std::invalid_argument("relative_nfr: rates are fractions between 0 and 1");
    }
  }
  const double expected = (1.0 - old_error_rate) * new_error_rate;
  return expected == 0.0 ? std::numeric_limits<double>::quiet_NaN() : negative_flip_rate / expected;
}

}  // namespace remedy::statistics
