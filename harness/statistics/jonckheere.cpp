#include "statistics/jonckheere.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <stdexcept>

#include "statistics/lattice.h"
#include "statistics/normal.h"
#include "statistics/not_a_number.h"

namespace remedy::statistics {
namespace {

constexpr double kMaxTiedWork = 1.5e7;
constexpr std::size_t kMaxUntiedValues = 200;
constexpr std::size_t kMaxAutomaticValues = 100;

using Counts = std::vector<int>;  // one per group

// Number of pairs (x, y) with x < y, x from a group of m and y from one of n, in a random order.
// The largest value is a y with probability n/(m+n) and then beats all m (Mann and Whitney 1947).
Lattice mann_whitney(std::size_t m, std::size_t n) {
  std::vector<std::vector<double>> row(n + 1, std::vector<double>{1.0});  // m = 0
  for (std::size_t i = 1; i <= m; ++i) {
    row[0] = {1.0};
    for (std::size_t j = 1; j <= n; ++j) {
      const double share = static_cast<double>(j) / static_cast<double>(i + j);
      std::vector<double> next(i * j + 1, 0.0);
      for (std::size_t u = 0; u < row[j].size(); ++u) next[u] += (1.0 - share) * row[j][u];
      for (std::size_t u = 0; u < row[j - 1].size(); ++u) next[u + i] += share * row[j - 1][u];
      row[j] = next;
    }
  }
  Lattice lattice;
  lattice.probability = row[n];
  return lattice;
}

// Null distribution of 2 JT without ties.
Lattice untied_null(const Counts& sizes) {
  Lattice single;
  std::size_t before = static_cast<std::size_t>(sizes.front());
  for (std::size_t g = 1; g < sizes.size(); ++g) {
    single = convolve(single, mann_whitney(before, static_cast<std::size_t>(sizes[g])));
    before += static_cast<std::size_t>(sizes[g]);
  }
  Lattice doubled;
  doubled.probability.assign(2 * single.probability.size() - 1, 0.0);
  for (std::size_t i = 0; i < single.probability.size(); ++i) {
    doubled.probability[2 * i] = single.probability[i];
  }
  return doubled;
}

// Null distribution of 2 JT given the sizes of the groups of equal values, in ascending order of
// the values. The state is how many values each group has received.
class TiedNull {
 public:
  TiedNull(const Counts& sizes, const std::vector<int>& multiplicities) : sizes_(sizes) {
    std::map<Counts, std::vector<double>> layer{{Counts(sizes.size(), 0), {1.0}}};
    for (const int multiplicity : multiplicities) {
      next_.clear();
      for (const auto& [used, probability] : layer) {
        Counts dealt(sizes.size(), 0);
        int room = 0;
        for (std::size_t g = 0; g < sizes.size(); ++g) room += sizes[g] - used[g];
        deal(used, probability, 0, multiplicity, room, 1.0, dealt);
      }
      layer.swap(next_);
    }
    distribution.probability = layer.begin()->second;
  }

  Lattice distribution;

 private:
  static double choose(int n, int k) {
    double result = 1.0;
    for (int i = 1; i <= k; ++i) result *= static_cast<double>(n - k + i) / i;
    return result;
  }

  // Deals the `left` remaining copies of one value to the groups from `group` on, which have `room`
  // places between them; `chance` is that of the deal so far (multivariate hypergeometric).
  void deal(const Counts& used, const std::vector<double>& probability, std::size_t group, int left,
            int room, double chance, Counts& dealt) {
    if (group == sizes_.size()) {
      add(used, probability, chance, dealt);
      return;
    }
    const int free = sizes_[group] - used[group];
    for (int take = std::max(0, left - (room - free)); take <= std::min(free, left); ++take) {
      dealt[group] = take;
      const double step = choose(free, take) * choose(room - free, left - take);
      deal(used, probability, group + 1, left - take, room - free,
           chance * step / choose(room, left), dealt);
    }
    dealt[group] = 0;
  }

  void add(const Counts& used, const std::vector<double>& probability, double chance,
           const Counts& dealt) {
    int doubled = 0;  // what these copies add to 2 JT
    Counts after = used;
    for (std::size_t late = 0; late < sizes_.size(); ++late) {
      for (std::size_t early = 0; early < late; ++early) {
        doubled += dealt[late] * (2 * used[early] + dealt[early]);
      }
      after[late] += dealt[late];
    }
    std::vector<double>& target = next_[after];
    const auto shift = static_cast<std::size_t>(doubled);
    target.resize(std::max(target.size(), probability.size() + shift), 0.0);
    for (std::size_t x = 0; x < probability.size(); ++x)
      target[x + shift] += chance * probability[x];
  }

  const Counts& sizes_;
  std::map<Counts, std::vector<double>> next_;
};

double sum_of(const Counts& counts, double (*term)(double)) {
  double sum = 0.0;
  for (const int count : counts) sum += term(count);
  return sum;
}

double pairs(double t) { return t * (t - 1.0); }
double triples(double t) { return t * (t - 1.0) * (t - 2.0); }
double weighted(double t) { return t * (t - 1.0) * (2.0 * t + 5.0); }
double square(double t) { return t * t; }

}  // namespace

JonckheereTrend jonckheere(const std::vector<std::vector<double>>& groups, PMethod method) {
  JonckheereTrend trend{kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, false};
  Counts sizes;
  std::map<double, int> pooled;
  for (const std::vector<double>& group : groups) {
    if (!group.empty()) sizes.push_back(static_cast<int>(group.size()));
    for (const double value : group) {
      if (std::isnan(value)) return trend;
      ++pooled[value];
    }
  }
  if (sizes.size() < 2) return trend;

  std::int64_t doubled = 0;
  for (std::size_t late = 1; late < groups.size(); ++late) {
    for (std::size_t early = 0; early < late; ++early) {
      for (const double x : groups[early]) {
        for (const double y : groups[late]) doubled += x < y ? 2 : (x == y ? 1 : 0);
      }
    }
  }
  std::vector<int> multiplicities;
  multiplicities.reserve(pooled.size());
  for (const auto& [value, count] : pooled) multiplicities.push_back(count);
  double n = 0.0;
  double states = 1.0;
  for (const int size : sizes) {
    n += size;
    states *= size + 1.0;
  }
  trend.statistic = static_cast<double>(doubled) / 2.0;
  trend.mean = (n * n - sum_of(sizes, square)) / 4.0;
  trend.variance =
      (weighted(n) - sum_of(sizes, weighted) - sum_of(multiplicities, weighted)) / 72.0 +
      sum_of(sizes, pairs) * sum_of(multiplicities, pairs) / (8.0 * pairs(n));
  if (n > 2.0) {
    trend.variance +=
        sum_of(sizes, triples) * sum_of(multiplicities, triples) / (36.0 * triples(n));
  }
  if (multiplicities.size() == 1) {  // all values equal: rounding must not leave a variance
    trend.variance = 0.0;
    trend.z = 0.0;
    trend.p_rising = trend.p_falling = trend.p_two_sided = 1.0;
    trend.exact = method != PMethod::kAsymptotic;
    return trend;
  }
  trend.z = (trend.statistic - trend.mean) / std::sqrt(trend.variance);

  const bool untied = multiplicities.size() == static_cast<std::size_t>(n);
  const bool feasible = untied ? static_cast<std::size_t>(n) <= kMaxUntiedValues
                               : states * 2.0 * trend.mean <= kMaxTiedWork;
  if (method == PMethod::kExact && !feasible) {
    throw std::invalid_argument("jonckheere: too many values for an exact p");
  }
  trend.exact = method == PMethod::kExact || (method == PMethod::kAutomatic && feasible &&
                                              static_cast<std::size_t>(n) <= kMaxAutomaticValues);
  if (trend.exact) {
    const Lattice null = untied ? untied_null(sizes) : TiedNull(sizes, multiplicities).distribution;
    trend.p_rising = null.at_least(doubled);
    trend.p_falling = null.at_most(doubled);
  } else {
    trend.p_rising = normal_upper_tail(trend.z);
    trend.p_falling = normal_upper_tail(-trend.z);
  }
  trend.p_two_sided = std::min(1.0, 2.0 * std::min(trend.p_rising, trend.p_falling));
  return trend;
}

}  // namespace remedy::statistics
