#include "data/emoji/occlusion.h"

#include <algorithm>
#include <cmath>

#include "data/emoji/direction.h"

namespace remedy {
namespace {

// Paints where `depth(x, y)`, the distance to the shape's edge, is positive; the edge is one pixel
// soft.
template <typename Depth>
void fill(Canvas& canvas, const Rgb& colour, Depth&& depth) {
  for (int y = 0; y < kSampleSide; ++y) {
    for (int x = 0; x < kSampleSide; ++x) {
      const float inside = depth(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
      const float cover = std::clamp(inside + 0.5F, 0.0F, 1.0F);
      if (cover == 0.0F) continue;
      float* pixel = canvas.pixel(x, y);
      for (std::size_t c = 0; c < 3; ++c) pixel[c] += (colour[c] - pixel[c]) * cover;
    }
  }
}

}  // namespace

void paint_occluders(Canvas& canvas, float centre_x, float centre_y, float extent,
                     const Distortion& distortion, RandomStream& stream) {
  for (int left = stream.below(distortion.occluders + 1); left > 0; --left) {
    const float x = centre_x + stream.uniform(-0.5F, 0.5F) * extent;
    const float y = centre_y + stream.uniform(-0.5F, 0.5F) * extent;
    const float size = stream.uniform(0.4F, 1.0F) * distortion.occluder_size * extent;
    Rgb colour;
    for (float& component : colour) component = stream.uniform();
    if (stream.chance(0.5F)) {
      fill(canvas, colour, [&](float px, float py) {
        return 0.5F * size - std::sqrt((px - x) * (px - x) + (py - y) * (py - y));
      });
    } else {
      const float turns = stream.uniform();
      const float along_x = cosine(turns);
      const float along_y = sine(turns);
      fill(canvas, colour, [&](float px, float py) {
        return 0.25F * size - std::fabs((px - x) * along_x + (py - y) * along_y);
      });
    }
  }
}

}  // namespace remedy
