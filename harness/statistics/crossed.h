// The mean of what several draws have on the same images: draws and images are crossed, and both
// are samples.
#pragma once

#include <vector>

#include "statistics/intervals.h"

namespace remedy::statistics {

// What further images would have on average, where values[i], in [-1, 1], is what image i has on
// average over draws: a difference of two models there, say. As Bonett and Price (2012) do for one
// pair of models, whose values are -1, 0 and 1 and for which this is their interval: with one more
// image at -1 and one at 1, mean -+ z deviation / sqrt(n + 2), within [-1, 1]. It has a width where
// all values are equal. [-1, 1] for no images. Throws std::invalid_argument for a value outside
// [-1, 1], or a confidence that is not between 0 and 1.
Interval over_images(const std::vector<double>& values, double confidence = 0.95);

// What further draws would have on further images on average. of_draws: the draws' own means over
// the images; images: the interval of their mean over images alone. Student's interval of the
// draws, whose deviation is no smaller than `floor` (what rounding to one image leaves: the draws
// can agree by chance), is joined with it by MOVER. With one draw: `images` as it is, which holds
// for that draw. What draw and image have together is in both parts, so that the interval is a
// little too wide. Throws std::invalid_argument for no draws, a negative floor or such a
// confidence.
Interval over_draws_and_images(const std::vector<double>& of_draws, const Interval& images,
                               double floor, double confidence = 0.95);

// The same on these images alone: Student's with the floor. NaN with one draw.
Interval over_draws(const std::vector<double>& of_draws, double floor, double confidence = 0.95);

// Student's two-sided quantile for the mean of so many draws: t(draws - 1). NaN for fewer than 2.
double student_quantile(int draws, double confidence = 0.95);

// Student's interval of a mean of `draws` values that have this deviation, or `floor` where that is
// larger. NaN for fewer than 2 draws. Throws std::invalid_argument for a negative floor or
// deviation.
Interval mean_interval(double mean, double deviation, double floor, int draws,
                       double confidence = 0.95);

// The standard deviation of what rounding to a multiple of `step` changes.
double rounding_deviation(double step);

}  // namespace remedy::statistics
