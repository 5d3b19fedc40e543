// McNemar's test: do two models differ on the same images?
#pragma once

#include <cstdint>

namespace remedy::statistics {

struct McNemar {
  double exact_p;         // two-sided: min(1, 2 P(X <= min(b, c))), X ~ Binomial(b + c, 1/2)
  double chi2;            // (b - c)^2 / (b + c)
  double chi2_p;          // of chi2 with one degree of freedom
  double corrected_chi2;  // (|b - c| - 1)^2 / (b + c); 0 where b = c, as in R
  double corrected_p;
};

// From the discordant pairs: b images that only the first model gets right (negative flips) and c
// that only the second does (positive flips). Q. McNemar, Psychometrika 12 (1947) 153-157;
// correction: A. L. Edwards, Psychometrika 13 (1948) 185-187. Without discordant pairs the
// statistics are 0 and every p is 1. Throws std::invalid_argument for negative counts.
McNemar mcnemar(std::int64_t b, std::int64_t c);

// Standard error of the difference of the two accuracies on `images` images when neither model is
// better: sqrt(NF + PF) / n, as a fraction. NaN for no images. Throws std::invalid_argument for
// negative counts or more flips than images.
double paired_standard_error(std::int64_t negative_flips, std::int64_t positive_flips,
                             std::int64_t images);

// The fewest discordant pairs, all one way, for which the exact p falls below alpha; 6 for .05.
// Throws std::invalid_argument unless 0 < alpha <= 1.
int smallest_significant_count(double alpha = 0.05);

}  // namespace remedy::statistics
