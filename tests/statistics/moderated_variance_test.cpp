// Variances steadied by one another. The formulas are compared with SciPy in reference_test.cpp.
#include "statistics/moderated_variance.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(ModeratedVariance, OfOneOrNoneNothingIsShared) {
  for (const auto& variances : {std::vector<double>{}, {2.0}, {2.0, 0.0}}) {
    const VariancePrior prior = variance_prior(variances, 4);
    EXPECT_EQ(prior.degrees, 0);
    EXPECT_EQ(moderated(2, 4, prior).variance, 2);
    EXPECT_EQ(moderated(2, 4, prior).degrees, 4);
  }
}

TEST(ModeratedVariance, WhatIsAlikeIsOneVariance) {
  const VariancePrior prior = variance_prior({1, 1.1, 0.9, 1}, 4);
  EXPECT_EQ(moderated(0.01, 4, prior).variance, moderated(100, 4, prior).variance);
}

TEST(ModeratedVariance, TheMoreTheyDifferTheLessIsShared) {
  const double near = variance_prior({0.5, 1, 2, 4, 0.3, 6}, 4).degrees;
  const double far = variance_prior({0.005, 1, 200, 4, 0.03, 6}, 4).degrees;
  EXPECT_GT(near, 4 * far);
  EXPECT_LT(far, 1.5);
}

TEST(ModeratedVariance, NeedsDegrees) {
  EXPECT_THROW(variance_prior({1, 2}, 0), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
