#include "statistics/intervals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include "statistics/basic/describe.h"

namespace remedy::statistics {
namespace {

TEST(Intervals, HaveThePublishedValues) {
  struct Case {
    int successes;
    int trials;
    Interval wilson;
  };
  for (const Case& c :
       {Case{14, 15, {.7018, .9881}}, Case{15, 15, {.7961, 1}}, Case{2, 9, {.0632, .5474}},
        Case{6, 9, {.3542, .8794}}, Case{81, 263, {.2553, .3662}}}) {
    const Interval wilson = wilson_interval(c.successes, c.trials);
    EXPECT_NEAR(wilson.low, c.wilson.low, 5e-5) << c.successes << "/" << c.trials;
    EXPECT_NEAR(wilson.high, c.wilson.high, 5e-5) << c.successes << "/" << c.trials;
  }
}

TEST(Intervals, WilsonIsExactAtTheEnds) {
  const double z = 1.959963984540054;
  const Interval none = wilson_interval(0, 9);
  EXPECT_EQ(none.low, 0.0);
  EXPECT_NEAR(none.high, z * z / (9 + z * z), 1e-12);
  EXPECT_EQ(wilson_interval(9, 9).high, 1.0);
}

// From SciPy 1.17: binomtest(...).proportion_ci("wilson") and t.ppf.
TEST(Intervals, OfARateOverDrawsAreThoseOfSciPy) {
  const auto expect = [](const Interval& interval, double low, double high) {
    EXPECT_NEAR(interval.low, low, 1e-9);
    EXPECT_NEAR(interval.high, high, 1e-9);
  };
  expect(rate_over_draws(0.656, 0.0451, 5, 100), 0.5472508983060561, 0.7614776480315157);
  expect(rate_over_draws(0.98, 0.03, 4, 50), 0.8825523310292905, 1);
  expect(rate_over_draws(0, 0, 10, 100), 0, 0.03699349820698568);
  expect(rate_over_draws(0.04, 0.02, 12, 997), 0.023579462945762377, 0.05903389121818856);
  const Interval one = wilson_interval(7, 9);
  expect(rate_over_draws(7.0 / 9.0, 0, 1, 9), one.low, one.high);
  EXPECT_THROW(rate_over_draws(1.5, 0, 2, 9), std::invalid_argument);
  EXPECT_THROW(rate_over_draws(0.5, std::nan(""), 2, 9), std::invalid_argument);
  EXPECT_THROW(rate_over_draws(0.5, 0, 0, 9), std::invalid_argument);
}

// Images differ in how hard they are, draws in how good: a logistic model with both, crossed.
TEST(Intervals, OfARateOverDrawsCoverWhatFurtherDrawsAndImagesHave) {
  constexpr int kDraws = 5, kImages = 100, kStudies = 1000;
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const auto chance = [](double logit) { return 1 / (1 + std::exp(-logit)); };
  double truth = 0;
  for (int i = 0; i < 200000; ++i) {
    truth += chance(0.7 + 1.5 * normal(engine) + 0.8 * normal(engine)) / 200000;
  }
  int covered = 0, by_images_alone = 0;
  for (int study = 0; study < kStudies; ++study) {
    std::vector<double> hard(kImages), rates(kDraws);
    for (double& image : hard) image = 1.5 * normal(engine);
    for (double& rate : rates) {
      const double good = 0.8 * normal(engine);
      for (const double image : hard) {
        rate += (uniform(engine) < chance(0.7 + image + good)) / static_cast<double>(kImages);
      }
    }
    const double average = std::min(mean(rates), 1.0);
    const auto covers = [&](const Interval& i) { return i.low <= truth && truth <= i.high; };
    covered += covers(rate_over_draws(average, standard_deviation(rates), kDraws, kImages));
    by_images_alone += covers(rate_over_draws(average, 0, kDraws, kImages));
  }
  EXPECT_GE(covered, 0.95 * kStudies);
  EXPECT_LT(by_images_alone, 0.95 * kStudies);
}

TEST(Intervals, KnowNothingWithoutTrials) {
  const Interval interval = wilson_interval(0, 0);
  EXPECT_EQ(interval.low, 0.0);
  EXPECT_EQ(interval.high, 1.0);
}

TEST(Intervals, RefuseImpossibleCounts) {
  EXPECT_THROW(wilson_interval(-1, 5), std::invalid_argument);
  EXPECT_THROW(wilson_interval(6, 5), std::invalid_argument);
  EXPECT_THROW(wilson_interval(1, 5, 1.0), std::invalid_argument);
  EXPECT_THROW(wilson_interval(1, 5, std::nan("")), std::invalid_argument);
}

// Wilson's lower end of n of n is n / (n + z^2): 35 of 35 has 0.9011, 34 of 34 has 0.8985.
TEST(FewestTrials, AreThoseThatShowAThreshold) {
  EXPECT_EQ(fewest_trials_above(0.9), 35);
  EXPECT_EQ(fewest_trials_above(0.5), 4);
  EXPECT_EQ(fewest_trials_above(0.0), 1);
  for (const double threshold : {0.3, 0.66, 0.95}) {
    const std::int64_t n = fewest_trials_above(threshold);
    EXPECT_GT(wilson_interval(n, n).low, threshold);
    EXPECT_LE(wilson_interval(n - 1, n - 1).low, threshold);
  }
  EXPECT_THROW(fewest_trials_above(1.0), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
