// Does a figure change steadily from one point to the last? One slope for each independent series,
// and Student's test of their mean. Noise that neighbouring points of a series share changes how
// far its slope scatters, and not whether the test is right.
#pragma once

#include <vector>

#include "statistics/intervals.h"

namespace remedy::statistics {

// Of the least-squares line through (x[i], y[i]). NaN for fewer than 2 points or where all x are
// equal. Throws std::invalid_argument for unequal lengths.
double least_squares_slope(const std::vector<double>& x, const std::vector<double>& y);

// The standard deviation that a slope has from rounding alone, where each y is a multiple of
// `step`: step / sqrt(12 sum (x - mean)^2).
double slope_rounding(const std::vector<double>& x, double step);

struct SlopeTest {
  double mean = 0;
  double deviation = 0;  // of the slopes, and at least the floor
  double t = 0;
  int degrees = 0;    // of freedom: slopes - 1
  double p = 1;       // two-sided
  Interval interval;  // of the mean
};

// Of slopes of independent series (draws). The deviation is no smaller than `floor`: a few counted
// values can agree by chance. Everything but the mean is NaN for fewer than 2 slopes; p is 1 where
// the mean and the deviation are both 0. Throws std::invalid_argument for a floor below 0 or a
// confidence that is not between 0 and 1.
SlopeTest slope_test(const std::vector<double>& slopes, double floor, double confidence = 0.95);

// A study of `draws` series at the points `x`, whose verdict is "trend" where the two-sided p is at
// most alpha.
struct SlopeDesign {
  int draws = 0;
  std::vector<double> x;
  double alpha = 0.05;
};

// The probability of a verdict in the right direction when a line rises by `change` from the lowest
// x to the highest, in units of the independent normal noise of each value: Student's noncentral t.
// 0 for fewer than 2 draws or points. Throws std::invalid_argument unless 0 < alpha < 1.
double slope_power(const SlopeDesign& design, double change);

// The smallest such change (to 1e-6) with at least this power; +infinity where there is none.
// Throws as above, and unless 0 < power < 1.
double slope_detectable_change(const SlopeDesign& design, double power = 0.8);

}  // namespace remedy::statistics
