#include "data/emoji/canvas.h"

#include <cmath>

#include "data/emoji/direction.h"

namespace remedy {
namespace {

// Below this a pixel is not painted: less than one step of an 8-bit value.
constexpr float kVisible = 1.0F / 512.0F;

void recolour_premultiplied(Rgba& pixel, float hue) {
  const float alpha = pixel[3];
  const Rgb painted = recolour({pixel[0] / alpha, pixel[1] / alpha, pixel[2] / alpha}, hue);
  for (std::size_t c = 0; c < 3; ++c) pixel[c] = painted[c] * alpha;
}

}  // namespace

Placement place(const Texture& texture, float centre_x, float centre_y, float extent, float turns,
                float aspect, float shear) {
  const float cos = cosine(turns);
  const float sin = sine(turns);
  const float reduction = texture.extent() / extent;
  Placement placement;
  placement.centre_x = centre_x;
  placement.centre_y = centre_y;
  placement.to_strike = {reduction / aspect * (cos + shear * sin),
                         reduction / aspect * (sin - shear * cos), -reduction * aspect * sin,
                         reduction * aspect * cos};
  return placement;
}

void paint(Canvas& canvas, const Texture& texture, const Placement& placement,
           const Rainbow* rainbow, const Clip& clip) {
  const auto [xx, xy, yx, yy] = placement.to_strike;
  const int level = Texture::level_for(0.5F * std::sqrt(std::fabs(xx * yy - xy * yx)));
  // The four samples' offsets on the strike, from the pixel's centre.
  const std::array<float, 2> across = {0.25F * (xx - xy), 0.25F * (xx + xy)};
  const std::array<float, 2> down = {0.25F * (yx - yy), 0.25F * (yx + yy)};
  const float margin = std::fabs(xx) + std::fabs(xy) + std::fabs(yx) + std::fabs(yy);
  for (int y = 0; y < kSampleSide; ++y) {
    for (int x = 0; x < kSampleSide; ++x) {
      const float canvas_x = static_cast<float>(x) + 0.5F;
      const float canvas_y = static_cast<float>(y) + 0.5F;
      const float offset_x = canvas_x - placement.centre_x;
      const float offset_y = canvas_y - placement.centre_y;
      const float from_centre_x = xx * offset_x + xy * offset_y;
      const float from_centre_y = yx * offset_x + yy * offset_y;
      const float strike_x = texture.centre_x() + from_centre_x;
      const float strike_y = texture.centre_y() + from_centre_y;
      if (strike_x < -margin || strike_y < -margin || strike_x > kStrikeWidth + margin ||
          strike_y > kStrikeHeight + margin ||
          canvas_x * clip.along_x + canvas_y * clip.along_y > clip.limit) {
        continue;
      }
      Rgba pixel{};
      for (std::size_t corner = 0; corner < 2; ++corner) {
        const Rgba one = texture.at(level, strike_x + across[corner], strike_y + down[corner]);
        const Rgba other = texture.at(level, strike_x - across[corner], strike_y - down[corner]);
        for (std::size_t c = 0; c < 4; ++c) pixel[c] += 0.25F * (one[c] + other[c]);
      }
      if (pixel[3] < kVisible) continue;
      if (rainbow != nullptr) {
        recolour_premultiplied(pixel, rainbow->hue_at(from_centre_x / texture.extent(),
                                                      from_centre_y / texture.extent()));
      }
      float* below = canvas.pixel(x, y);
      for (std::size_t c = 0; c < 3; ++c) below[c] = below[c] * (1.0F - pixel[3]) + pixel[c];
    }
  }
}

}  // namespace remedy
