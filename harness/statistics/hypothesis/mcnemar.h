// McNemar's test: do two models differ on the same images?
#pragma once

#include <cstdint>

namespace remedy::statistics {

// The exact two-sided p, min(1, 2 P(X <= min(b, c))) with X ~ Binomial(b + c, 1/2), from the
// discordant pairs: b images that only the first model gets right (negative flips) and c that only
// the second does (positive flips). Q. McNemar, Psychometrika 12 (1947) 153-157. 1 without
// discordant pairs. Throws std::invalid_argument for negative counts.
double mcnemar_p(std::int64_t b, std::int64_t c);

// The exact one-sided p that the first model is better: P(X >= b), X ~ Binomial(b + c, 1/2). 1 for
// b = 0. Throws std::invalid_argument for negative counts.
double mcnemar_one_sided_p(std::int64_t b, std::int64_t c);

// Standard error of the difference of the two accuracies on `images` images when neither model is
// better: sqrt(NF + PF) / n, as a fraction. NaN for no images. Throws std::invalid_argument for
// negative counts or more flips than images.
double paired_standard_error(std::int64_t negative_flips, std::int64_t positive_flips,
                             std::int64_t images);

}  // namespace remedy::statistics
