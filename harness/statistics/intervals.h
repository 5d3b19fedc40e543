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

// The least n with which n of n successes have a low end above `threshold`, which lies in [0, 1):
// n / (n + z^2) is above it. Throws std::invalid_argument for another threshold.
std::int64_t fewest_trials_above(double threshold, double confidence = 0.95);

// Of a rate that was measured in several draws, all on the same `images`: what further draws would
// have on further images, on average. `mean` and `deviation` are of the draws' rates, the latter
// with draws - 1 degrees of freedom. Images seen again by every draw count once: Wilson's interval
// of the mean holds what they leave open (more than that where draws differ on them), Student's of
// the mean what the draws do, and both are joined by MOVER (G. Y. Zou and A. Donner, Statistics in
// Medicine 27 (2008) 1693-1702): the distances of two independent parts' ends from their estimates
// add as squares. A single draw has Wilson's alone. Throws std::invalid_argument unless 0 <= mean
// <= 1, deviation >= 0 and draws >= 1.
Interval rate_over_draws(double mean, double deviation, int draws, std::int64_t images,
                         double confidence = 0.95);

}  // namespace remedy::statistics
