#include "statistics/intervals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

struct Case {
  int successes;
  int trials;
  Interval wilson;
  Interval clopper_pearson;
};

TEST(Intervals, HaveThePublishedValues) {
  for (const Case& c :
       {Case{14, 15, {.7018, .9881}, {.6805, .9983}}, Case{15, 15, {.7961, 1}, {.7820, 1}},
        Case{2, 9, {.0632, .5474}, {.0281, .6001}}, Case{6, 9, {.3542, .8794}, {.2993, .9251}},
        Case{81, 263, {.2553, .3662}, {.2527, .3676}}}) {
    const Interval wilson = wilson_interval(c.successes, c.trials);
    const Interval exact = clopper_pearson_interval(c.successes, c.trials);
    EXPECT_NEAR(wilson.low, c.wilson.low, 5e-5) << c.successes << "/" << c.trials;
    EXPECT_NEAR(wilson.high, c.wilson.high, 5e-5) << c.successes << "/" << c.trials;
    EXPECT_NEAR(exact.low, c.clopper_pearson.low, 5e-5) << c.successes << "/" << c.trials;
    EXPECT_NEAR(exact.high, c.clopper_pearson.high, 5e-5) << c.successes << "/" << c.trials;
  }
}

TEST(Intervals, ClopperPearsonHasItsClosedFormAtTheEnds) {
  const Interval none = clopper_pearson_interval(0, 9);
  EXPECT_EQ(none.low, 0.0);
  EXPECT_NEAR(none.high, 1.0 - std::pow(0.025, 1.0 / 9.0), 1e-12);
  const Interval all = clopper_pearson_interval(9, 9);
  EXPECT_NEAR(all.low, std::pow(0.025, 1.0 / 9.0), 1e-12);
  EXPECT_EQ(all.high, 1.0);
}

TEST(Intervals, WilsonIsExactAtTheEnds) {
  const double z = 1.959963984540054;
  const Interval none = wilson_interval(0, 9);
  EXPECT_EQ(none.low, 0.0);
  EXPECT_NEAR(none.high, z * z / (9 + z * z), 1e-12);
  EXPECT_EQ(wilson_interval(9, 9).high, 1.0);
}

TEST(Intervals, KnowNothingWithoutTrials) {
  for (const Interval interval : {wilson_interval(0, 0), clopper_pearson_interval(0, 0)}) {
    EXPECT_EQ(interval.low, 0.0);
    EXPECT_EQ(interval.high, 1.0);
  }
}

TEST(Intervals, RefuseImpossibleCounts) {
  EXPECT_THROW(wilson_interval(-1, 5), std::invalid_argument);
  EXPECT_THROW(clopper_pearson_interval(6, 5), std::invalid_argument);
  EXPECT_THROW(wilson_interval(1, 5, 1.0), std::invalid_argument);
  EXPECT_THROW(clopper_pearson_interval(1, 5, std::nan("")), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
