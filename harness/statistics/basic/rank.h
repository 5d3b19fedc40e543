// Rank correlation of two series, and the trend of one.
#pragma once

#include <cstdint>
#include <vector>

namespace remedy::statistics {

// Infinite values are ranked like any other. A NaN among the values makes every result NaN.

// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> midranks(const std::vector<double>& values);

struct Correlation {
  double estimate;
  double p;  // two-sided
};

// Spearman's rho: the product-moment correlation of the midranks. p from Student's t with n - 2
// degrees of freedom for rho sqrt((n - 2) / (1 - rho^2)), as SciPy and R; p = 0 at |rho| = 1, NaN
// at n = 2. Estimate and p are NaN for n < 2 and where a series is constant. Throws
// std::invalid_argument for unequal lengths.
Correlation spearman(const std::vector<double>& x, const std::vector<double>& y);

struct MannKendall {
  std::int64_t s;   // pairs that rise minus pairs that fall
  double variance;  // (n(n-1)(2n+5) - sum over ties t(t-1)(2t+5)) / 18
  double z;         // (|S| - 1) / sqrt(variance) with the sign of S; 0 at S = 0
  double p;         // two-sided, normal
};

// Trend of a series in the order given: H. B. Mann, Econometrica 13 (1945) 245-259; ties as in
// Kendall, Rank Correlation Methods. All values equal: s = 0, variance 0, z = 0, p = 1.
// For n < 2 or a NaN: s = 0, the rest NaN.
MannKendall mann_kendall(const std::vector<double>& series);

}  // namespace remedy::statistics
