#include "data/emoji/recolour.h"

#include <algorithm>
#include <cmath>

#include "data/emoji/direction.h"

namespace remedy {
namespace {

constexpr float kMinFrequency = 0.8F;
constexpr float kMaxFrequency = 2.0F;

// The edge of the RGB cube: one component is 1, one is 0.
float component(float hue, float offset) {
  const float turn = hue + offset;
  const float sixths = 6.0F * (turn - std::floor(turn));
  return std::clamp(std::abs(sixths - 3.0F) - 1.0F, 0.0F, 1.0F);
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
  const float value = kRainbowBlack + (1.0F - kRainbowBlack) * luma(colour);
  return {value * component(hue, 0.0F), value * component(hue, 2.0F / 3.0F),
          value * component(hue, 1.0F / 3.0F)};
}

}  // namespace remedy
