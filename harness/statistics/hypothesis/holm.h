// Several tests at once.
#pragma once

#include <vector>

namespace remedy::statistics {

// S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70: sorted ascending, the i-th smallest
// of m (from 1) becomes the largest of (m - j + 1) p_j over j <= i, at most 1. Results in the order
// given. A NaN (a test that could not be made) stays NaN and does not count among the m.
// Throws std::invalid_argument for a p outside [0, 1].
std::vector<double> holm_adjusted(const std::vector<double>& p_values);

}  // namespace remedy::statistics
