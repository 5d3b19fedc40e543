// The standard normal distribution.
#pragma once

namespace remedy::statistics {

// P(Z > z). Accurate in the far tail; 0 and 1 at the infinities; NaN stays NaN.
double normal_upper_tail(double z);

// P(|Z| > |z|).
double normal_two_sided(double z);

// The z with P(Z <= z) = probability; -infinity at 0, +infinity at 1.
// Throws std::invalid_argument outside [0, 1].
double normal_quantile(double probability);

}  // namespace remedy::statistics
