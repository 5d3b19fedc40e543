// Jonckheere-Terpstra: do independent groups rise in the order given?
#pragma once

#include <vector>

#include "statistics/p_method.h"

namespace remedy::statistics {

struct JonckheereTrend {
  double statistic;    // pairs from an earlier and a later group that rise; a tie counts 1/2
  double mean;         // (N^2 - sum n_i^2) / 4
  double variance;     // given the ties
  double z;            // (statistic - mean) / sqrt(variance); 0 where the variance is 0
  double p_rising;     // P(JT >= statistic)
  double p_falling;    // P(JT <= statistic)
  double p_two_sided;  // min(1, 2 min(p_rising, p_falling))
  bool exact;          // how the three were obtained
};

// T. J. Terpstra, Indagationes Mathematicae 14 (1952) 327-333; A. R. Jonckheere, Biometrika 41
// (1954) 133-145; variance with ties: Hollander and Wolfe, Nonparametric Statistical Methods, 6.2.
// kExact: over all ways to deal the pooled values, ties included, to groups of these sizes. Without
//   ties it is a sum of independent Mann-Whitney counts (up to 200 values); with ties a dynamic
//   programme over the distinct values, feasible while the product of (group size + 1) times the
//   number of pairs is at most 15 million.
// kAutomatic: exact where feasible (up to 100 values without ties). kAsymptotic: normal, no
//   continuity correction.
// All values equal: every p is 1. Empty groups are ignored; with fewer than two groups left, or a
// NaN among the values, everything is NaN. Throws std::invalid_argument for an infeasible kExact.
JonckheereTrend jonckheere(const std::vector<std::vector<double>>& groups,
                           PMethod method = PMethod::kAutomatic);

}  // namespace remedy::statistics
