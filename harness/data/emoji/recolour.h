// The recolouring that makes a counterexample: a glyph in rainbow colours.
#pragma once

#include <array>

#include "data/emoji/random_stream.h"

namespace remedy {

// A gradient of hue across a glyph. Lengths are shares of the glyph's extent, the longer side of
// its opaque box; the origin is that box's middle.
struct Rainbow {
  float phase = 0;    // turns of the hue circle at the origin
  float along_x = 0;  // turns for each extent to the right
  float along_y = 0;  // turns for each extent down

  // Any phase and direction, 0.8 to 2 turns for each extent.
  static Rainbow random(RandomStream& stream);

  float hue_at(float x, float y) const { return phase + along_x * x + along_y * y; }
};

using Rgb = std::array<float, 3>;

// ITU-R BT.601; in [0, 1] as the components are.
inline float luma(const Rgb& colour) {
  return 0.299F * colour[0] + 0.587F * colour[1] + 0.114F * colour[2];
}

// The brightest component of a recoloured pixel is kRainbowBlack + (1 - kRainbowBlack) * the luma
// it had: shading, eyes and outline stay within a hue, while yellow stays brighter than blue, so
// that the rainbow cannot be ignored by looking at brightness alone.
constexpr float kRainbowBlack = 0.15F;

// The pixel's own hue and saturation are replaced by `hue` (turns; any real number), fully
// saturated. `colour` is not premultiplied; alpha is no business of this function.
Rgb recolour(const Rgb& colour, float hue);

}  // namespace remedy
