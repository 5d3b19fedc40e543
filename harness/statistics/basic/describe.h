// Mean, quantiles and spread of a list of numbers.
#pragma once

#include <vector>

namespace remedy::statistics {

// The mean and the standard deviation are NaN where a value is, and where there are too few.

double mean(const std::vector<double>& values);
double mean(const std::vector<float>& values);

// The value at position (n - 1) * level of values in ascending order, interpolated linearly between
// neighbours (type 7 of Hyndman and Fan, The American Statistician 50, 1996; NumPy's default).
// Beside an infinite neighbour the result is infinite. NaN for an empty list. Throws
// std::invalid_argument unless 0 <= level <= 1.
double quantile(const std::vector<double>& ascending, double level);

// Of a sample: sqrt(sum (x - mean)^2 / (n - 1)). NaN for fewer than 2.
double standard_deviation(const std::vector<double>& values);

}  // namespace remedy::statistics
