#include "statistics/divergence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(Divergence, HasTheReferenceValues) {
  EXPECT_NEAR(kl_divergence({.5, .5}, {.9, .1}), 0.5108256238, 5e-11);
  EXPECT_NEAR(std::sqrt(js_divergence({1, 0}, {.5, .5})), 0.4645014040, 5e-11);
}

TEST(Divergence, IsZeroForEqualPredictions) {
  const std::vector<double> p{0.1, 0.2, 0.7};
  EXPECT_EQ(kl_divergence(p, p), 0.0);
  EXPECT_EQ(js_divergence(p, p), 0.0);
}

TEST(Divergence, HandlesImpossibleClasses) {
  EXPECT_EQ(kl_divergence({.5, .5}, {1, 0}), std::numeric_limits<double>::infinity());
  EXPECT_NEAR(kl_divergence({1, 0}, {.5, .5}), std::log(2.0), 1e-15);
  EXPECT_NEAR(js_divergence({1, 0}, {0, 1}), std::log(2.0), 1e-15);
}

TEST(Divergence, IsNeverNegative) { EXPECT_GE(kl_divergence({.4999, .5}, {.5, .5004}), 0.0); }

TEST(Divergence, RefusesWhatIsNotADistribution) {
  EXPECT_THROW(kl_divergence({1}, {.5, .5}), std::invalid_argument);
  EXPECT_THROW(kl_divergence({}, {}), std::invalid_argument);
  EXPECT_THROW(kl_divergence({.5, .4}, {.5, .5}), std::invalid_argument);
  EXPECT_THROW(js_divergence({1.5, -.5}, {.5, .5}), std::invalid_argument);
  EXPECT_THROW(js_divergence({std::nan(""), 1}, {.5, .5}), std::invalid_argument);
}

TEST(RelativeNfr, HasThePublishedValues) {  // Yan et al., CVPR 2021
  EXPECT_NEAR(100 * relative_nfr(.0644, .3024, .3029), 30.48, .005);
  EXPECT_NEAR(100 * relative_nfr(.0250, .3024, .3063), 11.70, .005);
  EXPECT_NEAR(100 * relative_nfr(.0489, .3024, .2585), 27.12, .005);
}

TEST(RelativeNfr, IsNaNWhereNothingCanFlip) {
  EXPECT_TRUE(std::isnan(relative_nfr(0, .3, 0)));
  EXPECT_TRUE(std::isnan(relative_nfr(0, 1, .3)));
  EXPECT_THROW(relative_nfr(6.44, .3, .3), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
