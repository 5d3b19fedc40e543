#include "data/preprocess.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/error.h"
#include "data/resample.h"

namespace remedy {
namespace {

// Half of a border of `pixels`, a tie to the even number.
int half_to_even(int pixels) {
  const int half = pixels / 2;
  return half + (pixels % 2 != 0 && half % 2 != 0 ? 1 : 0);
}

// Where one side of a picture, `size` long after resizing, comes to lie in the crop.
struct Side {
  int from = 0;   // first pixel that is kept
  int count = 0;  // so many of them
  int to = 0;     // where the first goes
};

Side crop_side(int size, int crop) {
  if (size >= crop) return {half_to_even(size - crop), crop, 0};
  return {0, size, (crop - size) / 2};
}

}  // namespace

Image preprocess(const Image& image, const Preprocess& options) {
  if (options.resize < 1 || options.crop < 1) {
    throw Error("preprocess: resize: {} and crop: {} must both be at least 1", options.resize,
                options.crop);
  }
  const std::int64_t shorter = std::min(image.width, image.height);
  const std::int64_t longer = std::max(image.width, image.height);
  if (shorter < 1) throw Error("preprocess: the picture has no pixels");
  const std::int64_t resized = options.resize * longer / shorter;
  if (resized > INT32_MAX) {
    throw Error("preprocess: {} x {} pixels cannot be resized to a shorter side of {}", image.width,
                image.height, options.resize);
  }
  const bool wide = image.width > image.height;
  const int width = wide ? static_cast<int>(resized) : options.resize;
  const int height = wide ? options.resize : static_cast<int>(resized);
  const Side across = crop_side(width, options.crop);
  const Side down = crop_side(height, options.crop);
  Image kept = resample(image, width, height, {across.from, down.from, across.count, down.count},
                        options.interpolation);
  if (kept.width == options.crop && kept.height == options.crop) return kept;

  const std::size_t row = std::size_t{3} * options.crop;
  Image padded{options.crop, options.crop, std::vector<std::uint8_t>(row * options.crop)};
  for (int y = 0; y < kept.height; ++y) {
    std::memcpy(padded.rgb.data() + row * (down.to + y) + std::size_t{3} * across.to,
                kept.rgb.data() + std::size_t{3} * kept.width * y, std::size_t{3} * kept.width);
  }
  return padded;
}

}  // namespace remedy
