// How well a score separates two groups, whatever criterion is put on it.
#pragma once

#include <vector>

#include "statistics/intervals.h"

namespace remedy::statistics {

// The area under the receiver operating characteristic: the probability that a positive has the
// larger score, ties counted as one half; and what each observation contributes to it, whose
// spread is its variance.
struct Auroc {
  double value = 0;                 // 0 to 1; NaN where a group is empty or holds a NaN
  std::vector<double> of_positive;  // the share of negatives below each positive
  std::vector<double> of_negative;  // the share of positives above each negative
};

// By midranks, in n log n (X. Sun and W. Xu, IEEE Signal Processing Letters 21 (2014) 1389-1393).
Auroc auroc(const std::vector<double>& positives, const std::vector<double>& negatives);

struct AurocDifference {
  double difference = 0;  // second minus first
  double variance = 0;
  Interval interval;  // difference -+ z sqrt(variance)
};

// Of two scores of the same observations in the same order: E. R. DeLong, D. M. DeLong and D. L.
// Clarke-Pearson, Biometrics 44 (1988) 837-845. The variance is that of the contributions'
// differences: var(of_positive) / m + var(of_negative) / n, each with its number minus 1. It is 0
// where nothing differs, and then says nothing about other images. NaN with fewer than two
// observations in a group. Throws std::invalid_argument for unequal numbers, or a confidence that
// is not between 0 and 1.
AurocDifference compare_aurocs(const Auroc& first, const Auroc& second, double confidence = 0.95);

}  // namespace remedy::statistics
