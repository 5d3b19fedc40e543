// Confidence intervals of a proportion, for rates on small suites.
#pragma once

#include <cstdint>

namespace remedy::statistics {

struct Interval {
  double low;
  double high;
};

// Both functions: `successes` out of `trials`, two-sided. With trials = 0 nothing is known and the
// interval is [0, 1]. The low end is exactly 0 at 0 successes, the high end exactly 1 when all
// succeed. Throws std::invalid_argument unless 0 <= successes <= trials and 0 < confidence < 1.

// Score interval: E. B. Wilson, JASA 22 (1927) 209-212. With p = successes/trials and z the normal
// quantile: (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).
Interval wilson_interval(std::int64_t successes, std::int64_t trials, double confidence = 0.95);

// "Exact" interval: Clopper and Pearson, Biometrika 26 (1934) 404-413, from beta quantiles.
// Covers at least `confidence`; with 0 or all successes one tail is empty and it covers more.
Interval clopper_pearson_interval(std::int64_t successes, std::int64_t trials,
                                  double confidence = 0.95);

}  // namespace remedy::statistics
