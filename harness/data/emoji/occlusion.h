// What lies before a subject.
#pragma once

#include "data/emoji/canvas.h"
#include "data/emoji/distortion.h"
#include "data/emoji/random_stream.h"

namespace remedy {

// Discs and bars of one colour each, over a subject of the given middle and extent.
void paint_occluders(Canvas& canvas, float centre_x, float centre_y, float extent,
                     const Distortion& distortion, RandomStream& stream);

}  // namespace remedy
