#include "statistics/basic/integer_distribution.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace remedy::statistics {

std::int64_t IntegerDistribution::highest() const {
  return lowest + static_cast<std::int64_t>(probability.size()) - 1;
}

double IntegerDistribution::at_least(std::int64_t value) const {
  double sum = 0.0;  // from the far end, where the terms are smallest
  for (std::int64_t x = highest(); x >= std::max(value, lowest); --x) {
    sum += probability[static_cast<std::size_t>(x - lowest)];
  }
  return std::min(sum, 1.0);
}

IntegerDistribution convolve(const IntegerDistribution& first, const IntegerDistribution& second) {
  IntegerDistribution sum;
  sum.lowest = first.lowest + second.lowest;
  sum.probability.assign(first.probability.size() + second.probability.size() - 1, 0.0);
  for (std::size_t i = 0; i < first.probability.size(); ++i) {
    if (first.probability[i] == 0.0) continue;
    for (std::size_t j = 0; j < second.probability.size(); ++j) {
      sum.probability[i + j] += first.probability[i] * second.probability[j];
    }
  }
  return sum;
}

IntegerDistribution permutation_sums(const std::vector<std::int64_t>& a,
                                     const std::vector<std::int64_t>& b) {
  const std::size_t n = a.size();
  if (b.size() != n || n > static_cast<std::size_t>(kMaxPermutedPoints)) {
    throw std::invalid_argument("permutation_sums: needs equal lengths of at most 12");
  }
  IntegerDistribution sums;
  if (n == 0) return sums;
  // Shifted to start at 0, the products index an array.
  const std::int64_t a_low = *std::min_element(a.begin(), a.end());
  const std::int64_t b_low = *std::min_element(b.begin(), b.end());
  const std::int64_t a_sum = std::accumulate(a.begin(), a.end(), std::int64_t{0});
  const std::int64_t b_sum = std::accumulate(b.begin(), b.end(), std::int64_t{0});

  std::vector<std::vector<double>> by_subset(std::size_t{1} << n);
  std::vector<std::size_t> position(by_subset.size(), 0);
  by_subset[0] = {1.0};
  for (std::size_t used = 0; used + 1 < by_subset.size(); ++used) {
    const std::vector<double> before = std::move(by_subset[used]);
    const std::size_t i = position[used];
    for (std::size_t j = 0; j < n; ++j) {
      const std::size_t next = used | (std::size_t{1} << j);
      if (next == used) continue;
      position[next] = i + 1;
      const auto product = static_cast<std::size_t>((a[i] - a_low) * (b[j] - b_low));
      std::vector<double>& after = by_subset[next];
      after.resize(std::max(after.size(), before.size() + product), 0.0);
      for (std::size_t x = 0; x < before.size(); ++x) after[x + product] += before[x];
    }
  }
  sums.probability = std::move(by_subset.back());
  double permutations = 1.0;
  for (std::size_t i = 2; i <= n; ++i) permutations *= static_cast<double>(i);
  for (double& count : sums.probability) count /= permutations;
  sums.lowest = a_low * b_sum + b_low * a_sum - static_cast<std::int64_t>(n) * a_low * b_low;
  return sums;
}

}  // namespace remedy::statistics
