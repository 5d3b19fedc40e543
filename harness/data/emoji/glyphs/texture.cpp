#include "data/emoji/glyphs/texture.h"

#include <algorithm>
#include <cstddef>

namespace remedy {
namespace {

constexpr std::array<int, 4> kFromBgra = {2, 1, 0, 3};

}  // namespace

Texture::Texture(const Strike& strike) {
  const Box box = opaque_box(strike);
  centre_x_ = 0.5F * static_cast<float>(box.left + box.right);
  centre_y_ = 0.5F * static_cast<float>(box.top + box.bottom);
  extent_ = static_cast<float>(std::max(box.side(), 1));
  for (int number = 0; number < kLevels; ++number) {
    Level& level = levels_[static_cast<std::size_t>(number)];
    const int cell = 2 << number;
    level.width = kStrikeWidth / cell + 2;
    level.height = kStrikeHeight / cell + 2;
    level.rgba.assign(static_cast<std::size_t>(level.width * level.height) * 4, 0);
    for (int y = 1; y < level.height - 1; ++y) {
      for (int x = 1; x < level.width - 1; ++x) {
        std::array<int, 4> sum{};
        for (int dy = 0; dy < cell; ++dy) {
          for (int dx = 0; dx < cell; ++dx) {
            const std::uint8_t* bgra = strike.pixel((x - 1) * cell + dx, (y - 1) * cell + dy);
            for (std::size_t c = 0; c < 4; ++c) sum[c] += bgra[kFromBgra[c]];
          }
        }
        std::uint8_t* rgba = level.rgba.data() + static_cast<std::size_t>(y * level.width + x) * 4;
        const int pixels = cell * cell;
        for (std::size_t c = 0; c < 4; ++c) {
          rgba[c] = static_cast<std::uint8_t>((sum[c] + pixels / 2) / pixels);
        }
      }
    }
  }
}

int Texture::level_for(float step) {
  int level = 0;
  while (level + 1 < kLevels && static_cast<float>(4 << level) <= step) ++level;
  return level;
}

Rgba Texture::at(int level, float x, float y) const {
  const Level& source = levels_[static_cast<std::size_t>(level)];
  const float scale = 0.5F / static_cast<float>(1 << level);
  // The border's pixel comes first, so its centre is at -.5 of the level's own pixels.
  const float level_x = x * scale + 0.5F;
  const float level_y = y * scale + 0.5F;
  if (!(level_x > 0.0F && level_y > 0.0F && level_x < static_cast<float>(source.width - 1) &&
        level_y < static_cast<float>(source.height - 1))) {
    return {};
  }
  const int left = static_cast<int>(level_x);
  const int top = static_cast<int>(level_y);
  const float right_weight = level_x - static_cast<float>(left);
  const float bottom_weight = level_y - static_cast<float>(top);
  const std::uint8_t* upper =
      source.rgba.data() + static_cast<std::size_t>(top * source.width + left) * 4;
  const std::uint8_t* lower = upper + static_cast<std::size_t>(source.width) * 4;
  Rgba result;
  for (std::size_t c = 0; c < 4; ++c) {
    const float above =
        static_cast<float>(upper[c]) + right_weight * static_cast<float>(upper[c + 4] - upper[c]);
    const float below =
        static_cast<float>(lower[c]) + right_weight * static_cast<float>(lower[c + 4] - lower[c]);
    result[c] = (above + bottom_weight * (below - above)) * (1.0F / 255.0F);
  }
  return result;
}

}  // namespace remedy
