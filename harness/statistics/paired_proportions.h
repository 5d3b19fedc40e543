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

}  // namespace remedy::statistics
