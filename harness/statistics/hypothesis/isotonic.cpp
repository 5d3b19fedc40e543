#include "statistics/hypothesis/isotonic.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>

#include "statistics/basic/describe.h"
#include "statistics/basic/not_a_number.h"
#include "statistics/basic/random.h"

namespace remedy::statistics {
namespace {

// R^2 of two orders that differ only by rounding count as equal.
constexpr double kRounding = 1e-12;

struct Pool {
  double mean;
  std::size_t size;
};

std::vector<double> rising_fit(const std::vector<double>& values) {
  std::vector<Pool> pools;
  for (const double value : values) {
    Pool pool{value, 1};
    while (!pools.empty() && pools.back().mean >= pool.mean) {
      const Pool& last = pools.back();
      const std::size_t size = last.size + pool.size;
      const double share = static_cast<double>(pool.size) / static_cast<double>(size);
      pool = {last.mean + (pool.mean - last.mean) * share, size};
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  std::vector<double> fit;
  for (const Pool& pool : pools) fit.insert(fit.end(), pool.size, pool.mean);
  return fit;
}

double rising_r2(const std::vector<double>& values) {
  if (values.size() < 2) return kNaN;
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  if (*least == *greatest) return kNaN;
  const std::vector<double> fit = rising_fit(values);
  const double centre = mean(values);
  double about_fit = 0.0;
  double about_mean = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    about_fit += (values[i] - fit[i]) * (values[i] - fit[i]);
    about_mean += (values[i] - centre) * (values[i] - centre);
  }
  return std::clamp(1.0 - about_fit / about_mean, 0.0, 1.0);
}

}  // namespace

IsotonicTest isotonic_test(const std::vector<double>& values, Direction direction,
                           const IsotonicTestOptions& options) {
  if (options.orders < 1 || options.max_exact_points > 10) {
    throw std::invalid_argument("isotonic_test: orders < 1 or max_exact_points > 10");
  }
  std::vector<double> series = values;
  for (double& value : series) {
    if (!std::isfinite(value)) throw std::invalid_argument("isotonic_test: infinite or NaN");
    if (direction == Direction::kFalling) value = -value;
  }
  const std::size_t n = series.size();
  IsotonicTest test{rising_r2(series), kNaN, kNaN, false};
  if (std::isnan(test.r2)) return test;

  std::vector<std::size_t> order(n);
  std::vector<double> shuffled(n);
  std::vector<double> null;
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto fit_order = [&] {
    for (std::size_t i = 0; i < n; ++i) shuffled[i] = series[order[i]];
    null.push_back(rising_r2(shuffled));
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
  std::sort(null.begin(), null.end());  // the sum is then that of the set, whatever came first
  test.null_mean = mean(null);
  return test;
}

}  // namespace remedy::statistics
