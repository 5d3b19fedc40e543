// Many tests at once, of which some claims may be wrong: the false discovery rate.
#pragma once

#include <cstddef>
#include <vector>

namespace remedy::statistics {

// Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300: the
// i-th smallest of m (from 1) becomes the smallest of m p_j / j over j >= i, at most 1. Claiming
// what is at most q, at most the share q of the claims is wrong on average, for independent tests
// and for such as depend positively. Results in the order given. `tests`: m, where more were made
// than are given, all of which had a p of 1; 0: as many as are given. Throws std::invalid_argument
// for a p outside [0, 1] or fewer tests than given, unless 0.
std::vector<double> benjamini_hochberg_adjusted(const std::vector<double>& p_values,
                                                std::size_t tests = 0);

}  // namespace remedy::statistics
