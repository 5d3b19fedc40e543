#include "data/emoji/recolour.h"

#include <cmath>
#include <cstddef>

#include "data/emoji/direction.h"

namespace remedy {
namespace {

constexpr int kHues = 1024;
constexpr float kMinFrequency = 0.6F;
constexpr float kMaxFrequency = 1.6F;

// A circle of colours whose components are raised cosines a third of a turn apart. Unlike the edge
// of the RGB cube it has no colour of luma under .28 or over .72, so that yellow and blue can both
// be shaded without fading.
std::array<Rgb, kHues> hue_circle() {
  std::array<Rgb, kHues> circle;
  for (int place = 0; place < kHues; ++place) {
    const float hue = static_cast<float>(place) / kHues;
    for (std::size_t c = 0; c < 3; ++c) {
      circle[static_cast<std::size_t>(place)][c] =
          0.5F + 0.5F * cosine(hue - static_cast<float>(c) / 3.0F);
    }
  }
  return circle;
}

}  // namespace

Rainbow Rainbow::random(RandomStream& stream) {
  Rainbow rainbow;
  rainbow.phase = stream.uniform();
  const float direction = stream.uniform();
  const float frequency = stream.uniform(kMinFrequency, kMaxFrequency);
  rainbow.along_x = frequency * cosine(direction);
  rainbow.along_y = frequency * sine(direction);
  return rainbow;
}

Rgb recolour(const Rgb& colour, float hue) {
  static const std::array<Rgb, kHues> circle = hue_circle();
  const float turn = hue - std::floor(hue);
  const Rgb& pure = circle[static_cast<std::size_t>(turn * kHues) % kHues];
  const float wanted = kRainbowBlack + kRainbowContrast * luma(colour);
  const float own = luma(pure);
  Rgb result;
  if (wanted <= own) {
    const float share = wanted / own;
    for (std::size_t c = 0; c < 3; ++c) result[c] = pure[c] * share;
  } else {
    const float white = (wanted - own) / (1.0F - own);
    for (std::size_t c = 0; c < 3; ++c) result[c] = pure[c] + (1.0F - pure[c]) * white;
  }
  return result;
}

}  // namespace remedy
