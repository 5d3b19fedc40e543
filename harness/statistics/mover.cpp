#include "statistics/mover.h"

#include <algorithm>
#include <cmath>

namespace remedy::statistics {

Interval mover_sum(const Estimate& a, const Estimate& b) {
  const auto below = [](const Estimate& e) { return std::max(0.0, e.value - e.interval.low); };
  const auto above = [](const Estimate& e) { return std::max(0.0, e.interval.high - e.value); };
  const double sum = a.value + b.value;
  return {sum - std::hypot(below(a), below(b)), sum + std::hypot(above(a), above(b))};
}

Interval mover_difference(const Estimate& a, const Estimate& b) {
  return mover_sum(a, {-b.value, {-b.interval.high, -b.interval.low}});
}

}  // namespace remedy::statistics
