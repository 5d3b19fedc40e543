// Mean, quantiles and spread of a list of numbers.
#pragma once

#include <vector>

namespace remedy::statistics {

// All of these return NaN for an empty list and when a value is NaN.

double mean(const std::vector<double>& values);

// The middle value, or the mean of the two middle values.
double median(const std::vector<double>& values);

// The value at position (n - 1) * level of the sorted list, interpolated linearly between
// neighbours (type 7 of Hyndman and Fan, The American Statistician 50, 1996; NumPy's default).
// Between an infinite and a finite neighbour the result is infinite. Throws std::invalid_argument
// unless 0 <= level <= 1.
double quantile(std::vector<double> values, double level);

// sqrt(sum (x - mean)^2 / (n - lost_degrees)): 1 for a sample, 0 for a whole population.
// NaN unless n > lost_degrees.
double standard_deviation(const std::vector<double>& values, int lost_degrees = 1);

}  // namespace remedy::statistics
