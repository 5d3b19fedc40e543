// The 95 % interval of every figure of a setting: one convention for all tables.
#pragma once

#include <cstdint>
#include <optional>

#include "report/content/setting.h"

namespace remedy {

// `suite`: one setting's figures on one suite. Gives each that has a mean an interval of 95 %,
// where there is one, and says what it holds for:
//   draws and images  several draws, of what follows from counts of images: the average over
//                     further draws and images. Student's over the draws, whose deviation is no
//                     smaller than the rounding to one image, joined by MOVER with the images' own:
//                     Wilson's of a rate; of a difference of accuracies (points, retention) Bonett
//                     and Price's of the flips, averaged over draws
//   images            the same with one draw: for that draw, on further images
//   draws             several draws, of everything else (divergences, calibration): further draws
//                     on these images
// `top1_before`: of the baseline. Repeated draws are counted once before (repeated_draws.h).
void add_intervals(SettingSuite& suite, std::int64_t images, std::optional<double> top1_before);

// The same of a share of `images` images: for draws and images, or for images where there is one
// draw.
void add_rate_interval(std::optional<Spread>& spread, std::int64_t images);

// Of what is made of such shares, the lowest for instance: over draws, where there are several.
// `images`: in the smallest of the parts.
void add_share_interval_over_draws(std::optional<Spread>& spread, std::int64_t images);

// The same of a spread of something else that is not negative: over draws, where there are several.
void add_interval_over_draws(std::optional<Spread>& spread);

}  // namespace remedy
