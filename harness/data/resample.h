// Antialiased resizing, bit for bit as Pillow resizes 8-bit RGB.
#pragma once

#include "core/study/study.h"
#include "data/image.h"

namespace remedy {

// A rectangle of a picture, in pixels.
struct Region {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
};

// The part `region` of `image` resized to width x height, as if the whole were computed and then
// cropped. A filter as wide as the reduction, a triangle or Keys' cubic with a = -1/2, in 22-bit
// fixed point: rows first, rounded to 8 bits, then columns; a direction whose size stays is left
// alone. `region` must lie inside width x height, and no size be zero.
Image resample(const Image& image, int width, int height, const Region& region,
               Interpolation interpolation = Interpolation::kBilinear);
Image resample(const Image& image, int width, int height,
               Interpolation interpolation = Interpolation::kBilinear);

}  // namespace remedy
