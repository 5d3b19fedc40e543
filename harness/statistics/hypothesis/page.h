// Page's test: do several blocks agree that the values rise from the first point to the last?
#pragma once

#include <vector>

#include "statistics/basic/integer_distribution.h"

namespace remedy::statistics {

// The null distribution of L: within each block, all k! orders of k untied points equally likely.
// E. B. Page, JASA 58 (1963) 216-230. Mean b k (k+1)^2 / 4, variance b k^2 (k+1)(k^2-1) / 144.
// Exact by dynamic programming over subsets within a block and convolution across blocks, for
// k <= 12 unless b * k^3 is large (above about 50 000: 50 blocks of 10). Normal elsewhere.
class PageNull {
 public:
  // Throws std::invalid_argument for blocks < 1 or points < 2.
  PageNull(int blocks, int points);

  double highest() const { return highest_; }
  // P(L >= l). Exact: of l rounded down, so that the half ranks of ties err towards a larger p, as
  // in SciPy's page_trend_test. Normal: without continuity correction.
  double at_least(double l) const;

 private:
  double mean_;
  double variance_;
  double highest_;
  bool exact_;
  IntegerDistribution distribution_;
};

struct PageTrend {
  double l;  // sum over points of position (1..k) times the sum of the blocks' midranks
  double p;  // one-sided: large L, a rising trend; with ties in a block, as a rule, too large
};

// blocks[i][j]: block i (a draw) at point j (ascending N). To test a falling trend, negate values.
// Blocks must be independent: where they share draws of images or classes, p is too small.
// Without blocks, with fewer than 2 points, or with a NaN: l and p are NaN.
// Throws std::invalid_argument for blocks of unequal length.
PageTrend page_trend(const std::vector<std::vector<double>>& blocks);

}  // namespace remedy::statistics
