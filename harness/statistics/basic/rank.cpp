#include "statistics/basic/rank.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

#include "statistics/basic/normal.h"
#include "statistics/basic/not_a_number.h"

namespace remedy::statistics {
namespace {

// 2 rank - (n + 1): integers with sum 0, so that sums of products are exact.
std::vector<std::int64_t> centred_ranks(const std::vector<double>& values) {
  std::vector<std::int64_t> centred;
  for (const double rank : midranks(values)) {
    centred.push_back(std::llround(2.0 * rank) - static_cast<std::int64_t>(values.size()) - 1);
  }
  return centred;
}

std::int64_t dot(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), std::int64_t{0});
}

int sign(double first, double second) { return (second > first) - (second < first); }

// sum t(t-1)(2t+5) over groups of t equal values.
double tie_correction(const std::vector<double>& values) {
  std::map<double, double> sizes;
  for (const double value : values) sizes[value] += 1.0;
  double sum = 0.0;
  for (const auto& [value, t] : sizes) sum += t * (t - 1.0) * (2.0 * t + 5.0);
  return sum;
}

}  // namespace

std::vector<double> midranks(const std::vector<double>& values) {
  const std::size_t n = values.size();
  std::vector<double> ranks(n, kNaN);
  if (has_nan(values)) return ranks;
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  for (std::size_t first = 0; first < n;) {
    std::size_t end = first + 1;
    while (end < n && values[order[end]] == values[order[first]]) ++end;
    for (std::size_t i = first; i < end; ++i) {
      ranks[order[i]] = static_cast<double>(first + 1 + end) / 2.0;
    }
    first = end;
  }
  return ranks;
}

Correlation spearman(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() != y.size()) {
    throw std::invalid_argument("rank correlation: the two series differ in length");
  }
  if (x.size() < 2 || has_nan(x) || has_nan(y)) return {kNaN, kNaN};
  const std::vector<std::int64_t> a = centred_ranks(x);
  const std::vector<std::int64_t> b = centred_ranks(y);
  const std::int64_t product = dot(a, b);
  const double scale =
      std::sqrt(static_cast<double>(dot(a, a))) * std::sqrt(static_cast<double>(dot(b, b)));
  if (scale == 0.0) return {kNaN, kNaN};
  const bool perfect = dot(a, a) == dot(b, b) && std::abs(product) == dot(a, a);
  const double rho = perfect ? (product > 0 ? 1.0 : -1.0) : static_cast<double>(product) / scale;
  if (x.size() == 2) return {rho, kNaN};
  if (perfect) return {rho, 0.0};
  const double degrees = static_cast<double>(x.size()) - 2.0;
  const double t = rho * std::sqrt(degrees / ((1.0 - rho) * (1.0 + rho)));
  return {rho, 2.0 * cdf(boost::math::students_t_distribution<>(degrees), -std::abs(t))};
}

MannKendall mann_kendall(const std::vector<double>& series) {
  if (series.size() < 2 || has_nan(series)) return {0, kNaN, kNaN, kNaN};
  MannKendall trend{0, 0.0, 0.0, 1.0};
  for (std::size_t i = 0; i < series.size(); ++i) {
    for (std::size_t j = i + 1; j < series.size(); ++j) trend.s += sign(series[i], series[j]);
  }
  const double n = static_cast<double>(series.size());
  trend.variance = (n * (n - 1.0) * (2.0 * n + 5.0) - tie_correction(series)) / 18.0;
  if (trend.s != 0) {
    const double corrected = static_cast<double>(trend.s) - (trend.s > 0 ? 1.0 : -1.0);
    trend.z = corrected / std::sqrt(trend.variance);
    trend.p = normal_two_sided(trend.z);
  }
  return trend;
}

}  // namespace remedy::statistics
