// The picture a sample is painted on.
#pragma once

#include <array>
#include <cstddef>

#include "data/emoji/glyphs/texture.h"
#include "data/emoji/recolour.h"

namespace remedy {

constexpr int kSampleSide = 64;
constexpr std::size_t kSampleBytes = std::size_t{kSampleSide} * kSampleSide * 3;

// Red, green and blue, interleaved, rows from the top; 0 is black and 1 white, though a value may
// lie outside until the picture is finished. Pixel centres lie at .5.
struct Canvas {
  std::array<float, kSampleBytes> values{};

  float* pixel(int x, int y) {
    return values.data() +
           (static_cast<std::size_t>(y) * kSampleSide + static_cast<std::size_t>(x)) * 3;
  }
};

// Where and how a glyph lies on the canvas.
struct Placement {
  float centre_x = 0;  // of the glyph's box, on the canvas
  float centre_y = 0;
  // Row by row, from an offset on the canvas to an offset on the strike.
  std::array<float, 4> to_strike{};
};

// Sheared by `shear` (the shift of a row for each pixel of height), widened by `aspect` and
// flattened by as much, turned by `turns`, and scaled so that the longer side of the glyph's box
// was `extent` pixels before shear and aspect.
Placement place(const Texture& texture, float centre_x, float centre_y, float extent, float turns,
                float aspect, float shear);

// Nothing is painted where x * along_x + y * along_y > limit.
struct Clip {
  float along_x = 0;
  float along_y = 0;
  float limit = 1;
};

// Composites the glyph over the canvas, four samples of the texture to a pixel; in rainbow colours
// where `rainbow` is not null.
void paint(Canvas& canvas, const Texture& texture, const Placement& placement,
           const Rainbow* rainbow = nullptr, const Clip& clip = {});

}  // namespace remedy
