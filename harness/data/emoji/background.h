// What lies behind a subject.
#pragma once

#include "data/emoji/canvas.h"
#include "data/emoji/distortion.h"
#include "data/emoji/glyphs/glyphs.h"
#include "data/emoji/random_stream.h"

namespace remedy {

// Fills the canvas: one colour, a gradient, stripes, or cloud-like noise between two colours.
void paint_background(Canvas& canvas, RandomStream& stream);

// Fills the canvas: blades of grass in two greens, or waves in two blues.
void paint_meadow(Canvas& canvas, RandomStream& stream);
void paint_water(Canvas& canvas, RandomStream& stream);

// Pieces of other glyphs than the subject's, each cut off by a straight line near its middle.
void paint_clutter(Canvas& canvas, const GlyphSet& glyphs, int subject,
                   const Distortion& distortion, RandomStream& stream);

}  // namespace remedy
