// Light, lens and sensor: what happens to a picture once it is painted.
#pragma once

#include <cstdint>

#include "data/emoji/canvas.h"
#include "data/emoji/distortion.h"
#include "data/emoji/random_stream.h"

namespace remedy {

// Haze, then brightness with its gradient and colour cast.
void light(Canvas& canvas, const Distortion& distortion, RandomStream& stream);

// Gaussian, cut off at kBlurRadius pixels; the edge pixels are repeated beyond the edge.
constexpr int kBlurRadius = 4;
void blur(Canvas& canvas, float deviation);

// Adds noise of the given standard deviation and writes kSampleBytes bytes, clamped and rounded.
void expose(const Canvas& canvas, float noise, RandomStream& stream, std::uint8_t* rgb);

}  // namespace remedy
