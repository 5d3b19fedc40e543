// Variances of many comparisons, each from few draws, steadied by one another.
#pragma once

#include <vector>

namespace remedy::statistics {

// What the variances of like comparisons say of another one's: as much as a sample variance of
// `variance` with `degrees` degrees of freedom. Nothing where degrees is 0.
struct VariancePrior {
  double variance = 0;
  double degrees = 0;  // infinite: all have one variance
};

// The empirical Bayes prior of G. K. Smyth, Statistical Applications in Genetics and Molecular
// Biology 3 (2004), article 3, section 6.2: the true variances are taken to be scaled inverse
// chi-squared, and its two parameters follow from mean and variance of the logarithms of the sample
// variances. The more these differ beyond what `degrees` degrees of freedom make, the less is
// shared. Needs two variances above 0; of fewer nothing is shared. Throws std::invalid_argument
// unless degrees > 0.
VariancePrior variance_prior(const std::vector<double>& variances, double degrees);

// A sample variance with `degrees` degrees of freedom, and what the prior adds to both.
struct ModeratedVariance {
  double variance = 0;
  double degrees = 0;
};
ModeratedVariance moderated(double variance, double degrees, const VariancePrior& prior);

}  // namespace remedy::statistics
