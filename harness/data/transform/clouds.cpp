#include "data/transform/clouds.h"

#include <vector>

#include "core/hash.h"

namespace remedy {

Image clouds(int width, int height, int cells, std::uint64_t seed) {
  const std::size_t knots = static_cast<std::size_t>(cells) + 1;  // along a side
  std::vector<std::uint64_t> corners;
  for (std::size_t i = 0; i < knots * knots; ++i) {
    corners.push_back(split_mix(seed));
    seed += kSplitMixStep;
  }
  Image result{width, height, {}};
  result.rgb.reserve(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    const auto v = static_cast<std::uint64_t>(std::int64_t{y} * cells * 256 / height);
    for (int x = 0; x < width; ++x) {
      const auto u = static_cast<std::uint64_t>(std::int64_t{x} * cells * 256 / width);
      const std::size_t corner = (v >> 8) * knots + (u >> 8);
      const std::uint64_t right = u & 255, down = v & 255;
      for (int shift = 0; shift < 24; shift += 8) {
        const auto at = [&](std::size_t i) { return (corners[i] >> shift) & 255; };
        const std::uint64_t above = at(corner) * (256 - right) + at(corner + 1) * right;
        const std::uint64_t below =
            at(corner + knots) * (256 - right) + at(corner + knots + 1) * right;
        const std::uint64_t value = above * (256 - down) + below * down;
        result.rgb.push_back(static_cast<std::uint8_t>((value + 32768) >> 16));
      }
    }
  }
  return result;
}

}  // namespace remedy
