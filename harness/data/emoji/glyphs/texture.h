// A glyph prepared for drawing at any size.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "data/emoji/glyphs/font.h"

namespace remedy {

// Red, green, blue and alpha in [0, 1], the colours premultiplied by alpha.
using Rgba = std::array<float, 4>;

// A pyramid of halvings of a strike, every level with a transparent border of one pixel. Its finest
// level is half the strike: a sample has no room for more.
class Texture {
 public:
  static constexpr int kLevels = 3;

  explicit Texture(const Strike& strike);

  // The middle of the glyph's opaque box and its longer side, in pixels of the strike.
  float centre_x() const { return centre_x_; }
  float centre_y() const { return centre_y_; }
  float extent() const { return extent_; }

  // The level to draw from where neighbouring samples lie `step` pixels of the strike apart: the
  // coarsest whose pixels are no further apart than that, or the finest.
  static int level_for(float step);

  // Bilinear; x and y in pixels of the strike, pixel centres at .5. Transparent outside.
  Rgba at(int level, float x, float y) const;

 private:
  struct Level {
    int width = 0;   // with the border
    int height = 0;  // with the border
    std::vector<std::uint8_t> rgba;
  };

  std::array<Level, kLevels> levels_;
  float centre_x_ = 0;
  float centre_y_ = 0;
  float extent_ = 0;
};

}  // namespace remedy
