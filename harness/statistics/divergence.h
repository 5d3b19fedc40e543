// Distances between two models' predictions.
#pragma once

#include <vector>

namespace remedy::statistics {

// Both divergences are in nats, never negative (rounding is cut off at 0), and take probability
// vectors of equal length. Throws std::invalid_argument for unequal or empty vectors, a negative or
// NaN entry, or a sum further than 1e-3 from 1.

// sum p (log p - log q), baseline first; entries with p = 0 add nothing. Infinite where q = 0 < p.
double kl_divergence(const std::vector<double>& p, const std::vector<double>& q);

// Jensen-Shannon divergence KL(p||m)/2 + KL(q||m)/2 with m = (p + q)/2, in [0, log 2]. (Its square
// root is a metric, and what SciPy calls jensenshannon.)
double js_divergence(const std::vector<double>& p, const std::vector<double>& q);

// NFR / ((1 - ER_old) ER_new): negative flips relative to those of two independent models with
// these error rates (Yan et al., Positive-Congruent Training, CVPR 2021). All rates as fractions.
// NaN where the denominator is 0. Throws std::invalid_argument for a rate outside [0, 1].
double relative_nfr(double negative_flip_rate, double old_error_rate, double new_error_rate);

}  // namespace remedy::statistics
