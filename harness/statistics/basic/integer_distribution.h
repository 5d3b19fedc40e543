// Distributions on consecutive integers: the exact null distributions of the rank statistics.
#pragma once

#include <cstdint>
#include <vector>

namespace remedy::statistics {

// probability[i] is that of the value lowest + i.
struct IntegerDistribution {
  std::int64_t lowest = 0;
  std::vector<double> probability{1.0};

  std::int64_t highest() const;
  double at_least(std::int64_t value) const;  // P(X >= value), at most 1
};

// The distribution of the sum of two independent variables.
IntegerDistribution convolve(const IntegerDistribution& first, const IntegerDistribution& second);

constexpr int kMaxPermutedPoints = 12;

// The distribution of sum_i a[i] b[pi(i)] over all n! equally likely permutations pi, by dynamic
// programming over the subsets of b used so far (2^n states in place of n! permutations).
// Throws std::invalid_argument for unequal lengths or n > kMaxPermutedPoints.
IntegerDistribution permutation_sums(const std::vector<std::int64_t>& a,
                                     const std::vector<std::int64_t>& b);

}  // namespace remedy::statistics
