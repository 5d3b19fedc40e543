#include "data/transform/preprocess.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/error.h"
#include "data/transform/resample.h"

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

struct Size {
  int width = 0;
  int height = 0;
};

// The central crop x crop pixels of the picture resized to `size`.
Image resized_center(const Image& image, const Size& size, int crop, Interpolation interpolation) {
  const Side across = crop_side(size.width, crop);
  const Side down = crop_side(size.height, crop);
  Image kept = resample(image, size.width, size.height,
                        {across.from, down.from, across.count, down.count}, interpolation);
  if (kept.width == crop && kept.height == crop) return kept;

  const std::size_t row = std::size_t{3} * crop;
  Image padded{crop, crop, std::vector<std::uint8_t>(row * crop)};
  for (int y = 0; y < kept.height; ++y) {
    std::memcpy(padded.rgb.data() + row * (down.to + y) + std::size_t{3} * across.to,
                kept.rgb.data() + std::size_t{3} * kept.width * y, std::size_t{3} * kept.width);
  }
  return padded;
}

Image without_border(const Image& image, int border) {
  const int width = image.width - 2 * border;
  const int height = image.height - 2 * border;
  if (width < 1 || height < 1) {
    throw Error("preprocess: border: {} leaves nothing of {} x {} pixels", border, image.width,
                image.height);
  }
  return resample(image, image.width, image.height, {border, border, width, height});
}

Size size_of(const Image& image, const Preprocess& options) {
  if (options.resizing == Resizing::kNone) return {image.width, image.height};
  if (options.resizing == Resizing::kExact) return {options.width, options.height};
  const std::int64_t shorter = std::min(image.width, image.height);
  const std::int64_t longer = std::max(image.width, image.height);
  const std::int64_t resized = options.resize * longer / shorter;
  if (resized > INT32_MAX) {
    throw Error("preprocess: {} x {} pixels cannot be resized to a shorter side of {}", image.width,
                image.height, options.resize);
  }
  if (image.width > image.height) return {static_cast<int>(resized), options.resize};
  return {options.resize, static_cast<int>(resized)};
}

}  // namespace

void require_sizes(const Preprocess& options, const std::string& name) {
  if (options.resize < 1 || options.crop < 1) {
    throw Error("{}: resize: {} and crop: {} must both be at least 1", name, options.resize,
                options.crop);
  }
  if (options.resizing == Resizing::kExact && (options.width < 1 || options.height < 1)) {
    throw Error("{}: resize: [{}, {}] must both be at least 1", name, options.height,
                options.width);
  }
}

Image preprocess(const Image& image, const Preprocess& options) {
  require_sizes(options, "preprocess");
  if (image.width < 1 || image.height < 1) throw Error("preprocess: the picture has no pixels");
  if (options.border > 0) {
    Preprocess rest = options;
    rest.border = 0;
    return preprocess(without_border(image, options.border), rest);
  }
  if (options.first_crop > 0) {
    Preprocess rest = options;
    rest.first_crop = 0;
    const Size same{image.width, image.height};
    return preprocess(resized_center(image, same, options.first_crop, options.interpolation), rest);
  }
  return resized_center(image, size_of(image, options), options.crop, options.interpolation);
}

}  // namespace remedy
