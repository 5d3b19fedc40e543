// Intervals of sums and differences of independent estimates that have intervals of their own.
#pragma once

#include "statistics/intervals.h"

namespace remedy::statistics {

struct Estimate {
  double value = 0;
  Interval interval;
};

// Method of variance estimates recovery: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008)
// 1693-1702. The distances of the ends from the estimates add as squares, on either side: of a sum
// low = a + b - sqrt((a - a.low)^2 + (b - b.low)^2). An estimate outside its own interval counts
// as standing at that end.
Interval mover_sum(const Estimate& a, const Estimate& b);
// Of a - b.
Interval mover_difference(const Estimate& a, const Estimate& b);

}  // namespace remedy::statistics
