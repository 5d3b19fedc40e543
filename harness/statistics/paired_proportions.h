// The difference of two shares of the same images.
#pragma once

#include <cstdint>

#include "statistics/intervals.h"

namespace remedy::statistics {

// Of (first - second) / n, as a fraction, where `first` images are right by the first model alone
// and `second` by the second alone: D. G. Bonett and R. M. Price, Journal of Educational and
// Behavioral Statistics 37 (2012) 479-488. With p1 = (first + 1) / (n + 2) and p2 likewise:
// p1 - p2 -+ z sqrt((p1 + p2 - (p1 - p2)^2) / (n + 2)), within [-1, 1]. It has a width where the
// two models agree on every image. [-1, 1] for n = 0. Throws std::invalid_argument for negative
// counts, for more than n images, or a confidence that is not between 0 and 1.
Interval bonett_price_interval(std::int64_t first, std::int64_t second, std::int64_t n,
                               double confidence = 0.95);

// Of (both + first) / (both + second), the ratio of the two accuracies: D. G. Bonett and R. M.
// Price, Statistics in Medicine 25 (2006) 3039-3047. Wilson's intervals of the two shares of the
// images that either model has right, with z made smaller for what they have in common, are divided
// by each other: low / high and high / low. [0, infinity] where neither has an image right, and the
// high end is infinite where that of the divisor may be 0. Throws std::invalid_argument for
// negative counts, or a confidence that is not between 0 and 1.
Interval bonett_price_ratio_interval(std::int64_t first, std::int64_t second, std::int64_t both,
                                     double confidence = 0.95);

}  // namespace remedy::statistics
