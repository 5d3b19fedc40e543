#include "data/emoji/glyphs/look_alikes.h"

#include <algorithm>
#include <cstdlib>

namespace remedy {

Thumbnail grey_thumbnail(const Strike& strike) {
  const Box box = opaque_box(strike);
  const int side = std::max(box.side(), 1);
  const int left = (box.left + box.right - side) / 2;
  const int top = (box.top + box.bottom - side) / 2;
  Thumbnail thumbnail{};
  std::size_t cell = 0;
  for (int row = 0; row < kThumbnailSide; ++row) {
    const int y0 = top + row * side / kThumbnailSide;
    const int y1 = std::max(top + (row + 1) * side / kThumbnailSide, y0 + 1);
    for (int column = 0; column < kThumbnailSide; ++column, ++cell) {
      const int x0 = left + column * side / kThumbnailSide;
      const int x1 = std::max(left + (column + 1) * side / kThumbnailSide, x0 + 1);
      std::int32_t luma = 0;
      std::int32_t alpha = 0;
      for (int y = std::max(y0, 0); y < std::min(y1, kStrikeHeight); ++y) {
        for (int x = std::max(x0, 0); x < std::min(x1, kStrikeWidth); ++x) {
          const std::uint8_t* bgra = strike.pixel(x, y);
          // ITU-R BT.601 weights in 256ths.
          luma += (29 * bgra[0] + 150 * bgra[1] + 77 * bgra[2]) / 256;
          alpha += bgra[3];
        }
      }
      const std::int32_t pixels = (y1 - y0) * (x1 - x0);
      thumbnail[cell] = static_cast<std::uint8_t>(luma / pixels);
      thumbnail[kThumbnailCells + cell] = static_cast<std::uint8_t>(alpha / pixels);
    }
  }
  return thumbnail;
}

Thumbnail mirrored(const Thumbnail& thumbnail) {
  Thumbnail result = thumbnail;
  for (auto row = result.begin(); row != result.end(); row += kThumbnailSide) {
    std::reverse(row, row + kThumbnailSide);
  }
  return result;
}

std::int32_t grey_distance(const Thumbnail& one, const Thumbnail& other) {
  std::int32_t sum = 0;
  for (std::size_t cell = 0; cell < one.size(); ++cell) {
    sum += std::abs(static_cast<std::int32_t>(one[cell]) - static_cast<std::int32_t>(other[cell]));
  }
  return sum;
}

}  // namespace remedy
