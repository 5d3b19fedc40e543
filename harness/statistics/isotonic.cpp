#include "statistics/isotonic.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "statistics/describe.h"
#include "statistics/not_a_number.h"
#include "statistics/random.h"

namespace remedy::statistics {
namespace {

// R^2 of two orders that differ only by rounding count as equal.
constexpr double kRounding = 1e-12;

std::vector<double> checked_weights(const std::vector<double>& values,
                                    const std::vector<double>& weights) {
  if (!weights.empty() && weights.size() != values.size()) {
    throw std::invalid_argument("isotonic regression: values and weights differ in length");
  }
  for (const double value : values) {
    if (!std::isfinite(value)) throw std::invalid_argument("isotonic regression: infinite or NaN");
  }
  for (const double weight : weights) {
    if (!(weight > 0.0) || !std::isfinite(weight)) {
      throw std::invalid_argument("isotonic regression: weights must be positive");
    }
  }
  return weights.empty() ? std::vector<double>(values.size(), 1.0) : weights;
}

struct Pool {
  double mean;
  double weight;
  std::size_t size;
};

std::vector<double> rising_fit(const std::vector<double>& values,
                               const std::vector<double>& weights) {
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < values.size(); ++i) {
    Pool pool{values[i], weights[i], 1};
    while (!pools.empty() && pools.back().mean >= pool.mean) {
      const Pool& last = pools.back();
      const double weight = last.weight + pool.weight;
      pool.mean = last.mean + (pool.mean - last.mean) * (pool.weight / weight);
      pool.weight = weight;
      pool.size += last.size;
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  std::vector<double> fit;
  for (const Pool& pool : pools) fit.insert(fit.end(), pool.size, pool.mean);
  return fit;
}

double rising_r2(const std::vector<double>& values, const std::vector<double>& weights) {
  if (values.size() < 2) return kNaN;
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  if (*least == *greatest) return kNaN;
  const std::vector<double> fit = rising_fit(values, weights);
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  const double centre =
      std::inner_product(values.begin(), values.end(), weights.begin(), 0.0) / total;
  double about_fit = 0.0;
  double about_mean = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    about_fit += weights[i] * (values[i] - fit[i]) * (values[i] - fit[i]);
    about_mean += weights[i] * (values[i] - centre) * (values[i] - centre);
  }
  return std::clamp(1.0 - about_fit / about_mean, 0.0, 1.0);
}

std::vector<double> oriented(std::vector<double> values, Direction direction) {
  if (direction == Direction::kFalling) {
    for (double& value : values) value = -value;
  }
  return values;
}

// P(l levels) at index l, for l = 0..n.
std::vector<double> level_probabilities(int n) {
  std::vector<double> probability{1.0};
  for (int i = 1; i <= n; ++i) {
    std::vector<double> next(static_cast<std::size_t>(i) + 1, 0.0);
    for (std::size_t l = 0; l < probability.size(); ++l) {
      next[l] += probability[l] * (i - 1) / i;
      next[l + 1] += probability[l] / i;
    }
    probability.swap(next);
  }
  return probability;
}

double at_least(double r2, int n, const std::vector<double>& levels) {
  if (r2 <= 0.0) return 1.0;
  if (r2 > 1.0) return 0.0;
  double p = levels[static_cast<std::size_t>(n)];  // n levels: R^2 = 1
  if (r2 == 1.0) return p;
  for (int l = n - 1; l >= 2; --l) {
    const boost::math::beta_distribution<> beta((l - 1) / 2.0, (n - l) / 2.0);
    p += levels[static_cast<std::size_t>(l)] * cdf(complement(beta, r2));
  }
  return p;
}

}  // namespace

std::vector<double> isotonic_fit(const std::vector<double>& values, Direction direction,
                                 const std::vector<double>& weights) {
  const std::vector<double> checked = checked_weights(values, weights);
  return oriented(rising_fit(oriented(values, direction), checked), direction);
}

double isotonic_r2(const std::vector<double>& values, Direction direction,
                   const std::vector<double>& weights) {
  const std::vector<double> checked = checked_weights(values, weights);
  return rising_r2(oriented(values, direction), checked);
}

IsotonicNull isotonic_null(int n) {
  if (n < 2) return {kNaN, kNaN};
  IsotonicNull null{0.0, 1.0};
  for (int i = 2; i <= n; ++i) null.mean += 1.0 / i;
  null.mean /= n - 1;
  const std::vector<double> levels = level_probabilities(n);
  if (levels.back() > 0.05) return null;  // a perfect order is that likely: n <= 3
  double low = 0.0;
  while (null.point_95 - low > 1e-13) {
    const double middle = (low + null.point_95) / 2.0;
    (at_least(middle, n, levels) > 0.05 ? low : null.point_95) = middle;
  }
  return null;
}

double isotonic_null_p(double r2, int n) {
  if (n < 2 || std::isnan(r2)) return kNaN;
  return at_least(r2, n, level_probabilities(n));
}

IsotonicTest isotonic_test(const std::vector<double>& values, Direction direction,
                           const std::vector<double>& weights, const IsotonicTestOptions& options) {
  if (options.orders < 1 || options.max_exact_points > 10) {
    throw std::invalid_argument("isotonic_test: orders < 1 or max_exact_points > 10");
  }
  const std::vector<double> checked = checked_weights(values, weights);
  const std::vector<double> series = oriented(values, direction);
  const std::size_t n = series.size();
  IsotonicTest test{rising_r2(series, checked), kNaN, {kNaN, kNaN}, false};
  if (std::isnan(test.r2)) return test;

  std::vector<std::size_t> order(n);
  std::vector<double> shuffled(n);
  std::vector<double> shuffled_weights(n);
  std::vector<double> null;
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto fit_order = [&] {
    for (std::size_t i = 0; i < n; ++i) {
      shuffled[i] = series[order[i]];
      shuffled_weights[i] = checked[order[i]];
    }
    null.push_back(rising_r2(shuffled, shuffled_weights));
  };
  test.exact = static_cast<int>(n) <= options.max_exact_points;
  if (test.exact) {
    do fit_order();
    while (std::next_permutation(order.begin(), order.end()));
  } else {
    for (int i = 0; i < options.orders; ++i) {
      Random random(options.seed, static_cast<std::uint64_t>(i));
      std::iota(order.begin(), order.end(), std::size_t{0});
      random.shuffle(order);
      fit_order();
    }
  }
  const double reached = static_cast<double>(std::count_if(
      null.begin(), null.end(), [&](double r2) { return r2 >= test.r2 - kRounding; }));
  const double orders = static_cast<double>(null.size());
  test.p = test.exact ? reached / orders : (1.0 + reached) / (1.0 + orders);
  // The smallest R^2 that at most .05 of the orders exceed.
  std::sort(null.begin(), null.end());
  const auto rank = static_cast<std::size_t>(std::ceil(0.95 * orders - kRounding * orders));
  test.null = {mean(null), null[rank - 1]};
  return test;
}

}  // namespace remedy::statistics
