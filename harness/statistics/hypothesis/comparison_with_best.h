// Multiple comparisons with the best: which of several means may be the highest?
#pragma once

#include <cstddef>
#include <vector>

#include "statistics/intervals.h"

namespace remedy::statistics {

// The level at which each of `count` means is to be compared with each other, on one side, so that
// all statements of comparisons_with_best() hold together with probability 1 - error: error /
// (count
// - 1), for the statements need no more than that the best is not below any other by chance
// (Bonferroni). `error` itself for a single mean.
double level_with_best(std::size_t count, double error = 0.05);

struct ComparisonWithBest {
  // Of the mean less the largest of the others, constrained: an end is 0 where it would claim more
  // than that the mean is, or is not, the best. With high = 0 some other is at least as good, with
  // low = 0 none of the others is better.
  Interval interval{0, 0};
  bool may_be_best = true;  // high > 0
};

// J. C. Hsu, Annals of Statistics 12 (1984) 1136-1144, and Multiple Comparisons (1996), 4.2, for
// unequal half widths; the means that may be the best are the subset of S. S. Gupta, Technometrics
// 7 (1965) 225-245, which holds the best with probability 1 - error. `differences` and
// `half_widths` are count x count, row-major: [i, j] of mean i less mean j, at level_with_best();
// what stands on the diagonal is not looked at. Throws std::invalid_argument where a size is wrong.
std::vector<ComparisonWithBest> comparisons_with_best(std::size_t count,
                                                      const std::vector<double>& differences,
                                                      const std::vector<double>& half_widths);

}  // namespace remedy::statistics
