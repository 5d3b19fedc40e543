#include "statistics/rank.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

#include "statistics/lattice.h"
#include "statistics/normal.h"
#include "statistics/not_a_number.h"

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

// Sums over groups of t equal values.
struct Ties {
  double pairs = 0.0;     // t(t-1)/2
  double triples = 0.0;   // t(t-1)(t-2)
  double variance = 0.0;  // t(t-1)(2t+5)
};

Ties count_ties(const std::vector<double>& values) {
  std::map<double, double> sizes;
  for (const double value : values) sizes[value] += 1.0;
  Ties ties;
  for (const auto& [value, t] : sizes) {
    ties.pairs += t * (t - 1.0) / 2.0;
    ties.triples += t * (t - 1.0) * (t - 2.0);
    ties.variance += t * (t - 1.0) * (2.0 * t + 5.0);
  }
  return ties;
}

// P(inversions of a random order of n <= `most`), by adding one element at a time: the i-th makes
// 0 to i - 1 new inversions, all equally likely (Kendall, Rank Correlation Methods, chapter 5).
double inversions_at_most(int n, int most) {
  std::vector<double> probability(static_cast<std::size_t>(most) + 1, 0.0);
  probability[0] = 1.0;
  for (int i = 2; i <= n; ++i) {
    std::vector<double> next(probability.size(), 0.0);
    for (int total = 0; total <= most; ++total) {
      double sum = 0.0;
      for (int added = 0; added < i && added <= total; ++added) {
        sum += probability[static_cast<std::size_t>(total - added)];
      }
      next[static_cast<std::size_t>(total)] = sum / i;
    }
    probability.swap(next);
  }
  return std::accumulate(probability.begin(), probability.end(), 0.0);
}

void check_lengths(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() != y.size()) {
    throw std::invalid_argument("rank correlation: the two series differ in length");
  }
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

Correlation spearman(const std::vector<double>& x, const std::vector<double>& y, PMethod method) {
  check_lengths(x, y);
  if (x.size() < 2 || has_nan(x) || has_nan(y)) return {kNaN, kNaN};
  const std::vector<std::int64_t> a = centred_ranks(x);
  const std::vector<std::int64_t> b = centred_ranks(y);
  const std::int64_t product = dot(a, b);
  const double scale =
      std::sqrt(static_cast<double>(dot(a, a))) * std::sqrt(static_cast<double>(dot(b, b)));
  if (scale == 0.0) return {kNaN, kNaN};
  const bool perfect = dot(a, a) == dot(b, b) && std::abs(product) == dot(a, a);
  const double rho = perfect ? (product > 0 ? 1.0 : -1.0) : static_cast<double>(product) / scale;
  if (method == PMethod::kExact) {
    const Lattice null = permutation_sums(a, b);
    const std::int64_t size = std::abs(product);
    if (size == 0) return {rho, 1.0};
    return {rho, std::min(1.0, null.at_least(size) + null.at_most(-size))};
  }
  if (x.size() == 2) return {rho, kNaN};
  if (perfect) return {rho, 0.0};
  const double degrees = static_cast<double>(x.size()) - 2.0;
  const double t = rho * std::sqrt(degrees / ((1.0 - rho) * (1.0 + rho)));
  return {rho, 2.0 * cdf(boost::math::students_t_distribution<>(degrees), -std::abs(t))};
}

Correlation kendall(const std::vector<double>& x, const std::vector<double>& y, PMethod method) {
  check_lengths(x, y);
  if (x.size() < 2 || has_nan(x) || has_nan(y)) return {kNaN, kNaN};
  std::int64_t s = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = i + 1; j < x.size(); ++j) {
      s += std::int64_t{sign(x[i], x[j])} * sign(y[i], y[j]);
    }
  }
  const double n = static_cast<double>(x.size());
  const double pairs = n * (n - 1.0) / 2.0;
  const Ties tx = count_ties(x);
  const Ties ty = count_ties(y);
  if (tx.pairs == pairs || ty.pairs == pairs) return {kNaN, kNaN};
  const double sum = static_cast<double>(s);
  const double tau =
      std::clamp(sum / std::sqrt(pairs - tx.pairs) / std::sqrt(pairs - ty.pairs), -1.0, 1.0);

  const bool untied = tx.pairs == 0.0 && ty.pairs == 0.0;
  const double fewer = (pairs - std::abs(sum)) / 2.0;  // of concordant and discordant pairs
  if (method == PMethod::kExact && (!untied || n > 170.0)) {
    throw std::invalid_argument("kendall: exact p needs at most 170 values without ties");
  }
  if (method == PMethod::kExact ||
      (method == PMethod::kAutomatic && untied && (n <= 33.0 || fewer <= 1.0))) {
    const double tail = inversions_at_most(static_cast<int>(n), static_cast<int>(fewer));
    return {tau, s == 0 ? 1.0 : std::min(1.0, 2.0 * tail)};
  }
  const double ordered = n * (n - 1.0);
  double variance = (ordered * (2.0 * n + 5.0) - tx.variance - ty.variance) / 18.0 +
                    2.0 * tx.pairs * ty.pairs / ordered;
  if (n > 2.0) variance += tx.triples * ty.triples / (9.0 * ordered * (n - 2.0));
  return {tau, normal_two_sided(sum / std::sqrt(variance))};
}

MannKendall mann_kendall(const std::vector<double>& series) {
  if (series.size() < 2 || has_nan(series)) return {0, kNaN, kNaN, kNaN};
  MannKendall trend{0, 0.0, 0.0, 1.0};
  for (std::size_t i = 0; i < series.size(); ++i) {
    for (std::size_t j = i + 1; j < series.size(); ++j) trend.s += sign(series[i], series[j]);
  }
  const double n = static_cast<double>(series.size());
  trend.variance = (n * (n - 1.0) * (2.0 * n + 5.0) - count_ties(series).variance) / 18.0;
  if (trend.s != 0) {
    const double corrected = static_cast<double>(trend.s) - (trend.s > 0 ? 1.0 : -1.0);
    trend.z = corrected / std::sqrt(trend.variance);
    trend.p = normal_two_sided(trend.z);
  }
  return trend;
}

}  // namespace remedy::statistics
