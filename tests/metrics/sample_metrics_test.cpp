#include "metrics/sample_metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.h"

namespace remedy {
namespace {

std::vector<float> logs(const std::vector<double>& probabilities) {
  std::vector<float> result;
  for (const double p : probabilities) result.push_back(static_cast<float>(std::log(p)));
  return result;
}

TEST(Outcomes, TiesGoToTheLowerClass) {
  const std::vector<float> logits = {1, 3, 3, 0};
  EXPECT_EQ(outcomes(logits.data(), {1}, 4, 0).predicted[0], 1);
  EXPECT_EQ(outcomes(logits.data(), {1}, 4, 0).rank[0], 0);
  EXPECT_EQ(outcomes(logits.data(), {2}, 4, 0).rank[0], 1);
  EXPECT_EQ(outcomes(logits.data(), {3}, 4, 0).rank[0], 3);
}

TEST(Outcomes, ProbabilitiesAreThoseOfTheSoftmax) {
  const auto logits = logs({0.2, 0.5, 0.3});
  const Outcomes result = outcomes(logits.data(), {2}, 3, 0);
  EXPECT_NEAR(result.confidence[0], 0.5, 1e-6);
  EXPECT_NEAR(result.label_probability[0], 0.3, 1e-6);
  EXPECT_NEAR(result.target_probability[0], 0.2, 1e-6);
}

TEST(Outcomes, RefusesLogitsThatAreNotFinite) {
  const std::vector<float> logits = {0, std::numeric_limits<float>::quiet_NaN()};
  EXPECT_THROW(outcomes(logits.data(), {0}, 2, 0), Error);
}

// SciPy 1.10: entropy([.5, .5], [.9, .1]).
TEST(Divergences, KlIsThatOfSciPy) {
  const auto p = logs({0.5, 0.5}), q = logs({0.9, 0.1});
  EXPECT_NEAR(divergences(p.data(), q.data(), 1, 2).kl[0], 0.5108256238, 1e-6);
}

// SciPy 1.10: jensenshannon([1, 0], [.5, .5]) ** 2, the first distribution by logits far apart.
TEST(Divergences, JsIsThatOfSciPy) {
  const std::vector<float> p = {1000, 0}, q = {0, 0};
  EXPECT_NEAR(divergences(p.data(), q.data(), 1, 2).js[0], 0.4645014040 * 0.4645014040, 1e-9);
}

TEST(Divergences, AreExactlyZeroForEqualLogits) {
  std::vector<float> logits;
  for (int i = 0; i < 3000; ++i) logits.push_back(std::sin(static_cast<float>(i) * 12.9898F) * 20);
  const Divergences result = divergences(logits.data(), logits.data(), 3, 1000);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(result.kl[i], 0);
    EXPECT_EQ(result.js[i], 0);
  }
}

TEST(Divergences, AreNeverNegativeForLogitsThatDifferInTheLastBit) {
  std::vector<float> p, q;
  for (int i = 0; i < 1000; ++i) {
    p.push_back(std::cos(static_cast<float>(i)) * 15);
    q.push_back(std::nextafter(p.back(), 100.0F));
  }
  const Divergences result = divergences(p.data(), q.data(), 1, 1000);
  EXPECT_GE(result.kl[0], 0);
  EXPECT_LT(result.kl[0], 1e-9);
}

}  // namespace
}  // namespace remedy
