#include "data/transform/cue_changes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <tuple>
#include <utility>

#include "core/error.h"
#include "core/hash.h"
#include "data/transform/resample.h"

namespace remedy {
namespace {

using Pixel = std::array<int, 3>;

// SplitMix64.
class Words {
 public:
  explicit Words(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() { return split_mix(std::exchange(state_, state_ + kSplitMixStep)); }

 private:
  std::uint64_t state_;
};

int luma(const Pixel& p) { return (19595 * p[0] + 38470 * p[1] + 7471 * p[2] + 32768) >> 16; }

// Every pixel on its own, where the mask lets it.
Image each_pixel(const Image& image,
                 const std::function<Pixel(const Pixel&, int x, int y, std::size_t i)>& change) {
  Image result = image;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const std::size_t i = std::size_t(y) * image.width + x;
      const std::uint8_t* from = image.rgb.data() + 3 * i;
      const Pixel pixel = change({from[0], from[1], from[2]}, x, y, i);
      for (std::size_t c = 0; c < 3; ++c) {
        result.rgb[3 * i + c] = static_cast<std::uint8_t>(pixel[c]);
      }
    }
  }
  return result;
}

// The hue of a colour of chroma C goes from 0 to 360 C; halves are rounded up.
Pixel turned_hue(const Pixel& p, int degrees) {
  const auto [low, high] = std::minmax({p[0], p[1], p[2]});
  const int chroma = high - low;
  if (chroma == 0) return p;
  int hue = p[0] == high   ? 60 * (p[1] - p[2])
            : p[1] == high ? 60 * (p[2] - p[0]) + 120 * chroma
                           : 60 * (p[0] - p[1]) + 240 * chroma;
  hue = ((hue + degrees * chroma) % (360 * chroma) + 360 * chroma) % (360 * chroma);
  const int sextant = hue / (60 * chroma);
  const int rest = hue % (60 * chroma);
  const int rising = low + (rest + 30) / 60;
  const int falling = low + (60 * chroma - rest + 30) / 60;
  switch (sextant) {
    case 0:
      return {high, rising, low};
    case 1:
      return {falling, high, low};
    case 2:
      return {low, high, rising};
    case 3:
      return {low, falling, high};
    case 4:
      return {rising, low, high};
    default:
      return {high, low, falling};
  }
}

// One row or column: the mean of 2 radius + 1 values, those beyond the ends as the ends.
void box_blur(const std::uint8_t* from, std::uint8_t* to, int count, std::size_t step, int radius) {
  const auto at = [&](int i) { return from[std::size_t(std::clamp(i, 0, count - 1)) * step]; };
  const int window = 2 * radius + 1;
  int sum = 0;
  for (int i = -radius; i <= radius; ++i) sum += at(i);
  for (int i = 0; i < count; ++i) {
    to[std::size_t(i) * step] = static_cast<std::uint8_t>((2 * sum + window) / (2 * window));
    sum += at(i + radius + 1) - at(i - radius);
  }
}

}  // namespace

Image rainbow(const Image& image, const SubjectMask& mask, std::uint64_t seed) {
  constexpr int kTurn = 1536;  // steps of a whole turn of the hue
  constexpr std::array<std::pair<int, int>, 4> kDirections = {{{1, 0}, {1, 1}, {0, 1}, {-1, 1}}};
  Words words(seed);
  const int phase = static_cast<int>(words.next() % kTurn);
  const auto [along_x, along_y] = kDirections[words.next() % kDirections.size()];
  const int side = std::max(image.width, image.height);
  return each_pixel(
      image, [&, dx = along_x, dy = along_y](const Pixel& p, int x, int y, std::size_t i) -> Pixel {
        if (!mask.empty() && mask[i] < 128) return p;
        const int place = (dx * x + dy * y + side) * kTurn / side;
        const int value = 64 + luma(p) * 191 / 255;
        const auto component = [&](int offset) {
          const int hue = (phase + place + offset) % kTurn;
          const int edge = std::clamp(std::abs(hue - 768) - 256, 0, 256);
          return (value * edge + 128) / 256;
        };
        return {component(0), component(1024), component(512)};
      });
}

Image low_pass(const Image& image, int radius) {
  Image result = image;
  Image other = image;
  for (int round = 0; round < 3; ++round) {
    const std::size_t row = std::size_t{3} * image.width;
    for (int y = 0; y < image.height; ++y) {
      for (std::size_t c = 0; c < 3; ++c) {
        box_blur(result.rgb.data() + row * y + c, other.rgb.data() + row * y + c, image.width, 3,
                 radius);
      }
    }
    for (std::size_t x = 0; x < row; ++x) {
      box_blur(other.rgb.data() + x, result.rgb.data() + x, image.height, row, radius);
    }
  }
  return result;
}

Image high_pass(const Image& image, int radius) {
  const Image low = low_pass(image, radius);
  return each_pixel(image, [&](const Pixel& p, int, int, std::size_t i) {
    Pixel result;
    for (std::size_t c = 0; c < 3; ++c) {
      result[c] = std::clamp(kMiddleGray + p[c] - low.rgb[3 * i + c], 0, 255);
    }
    return result;
  });
}

// Fisher and Yates's shuffle.
Image patch_shuffle(const Image& image, int patches, std::uint64_t seed) {
  const int width = image.width / patches, height = image.height / patches;
  std::vector<int> order(std::size_t(patches) * patches);
  std::iota(order.begin(), order.end(), 0);
  Words words(seed);
  for (std::size_t i = order.size() - 1; i > 0; --i) {
    std::swap(order[i], order[words.next() % (i + 1)]);
  }
  Image result = image;
  for (std::size_t to = 0; to < order.size(); ++to) {
    const int from_x = order[to] % patches * width, from_y = order[to] / patches * height;
    const int to_x = static_cast<int>(to) % patches * width;
    const int to_y = static_cast<int>(to) / patches * height;
    for (int y = 0; y < height; ++y) {
      const auto* from = image.rgb.data() + 3 * (std::size_t(from_y + y) * image.width + from_x);
      std::copy(from, from + std::size_t{3} * width,
                result.rgb.data() + 3 * (std::size_t(to_y + y) * image.width + to_x));
    }
  }
  return result;
}

Image border_crop(const Image& image, int border) {
  const int width = image.width - 2 * border, height = image.height - 2 * border;
  if (width < 1 || height < 1) {
    throw Error("border_crop: {} leaves nothing of {} x {} pixels", border, image.width,
                image.height);
  }
  const Image inside = resample(image, image.width, image.height, {border, border, width, height});
  return resample(inside, image.width, image.height);
}

Image through_jpeg(const Image& image, int quality) {
  cv::Mat picture(image.height, image.width, CV_8UC3);
  for (std::size_t i = 0; i < image.rgb.size(); ++i)
    picture.data[i] = image.rgb[i / 3 * 3 + 2 - i % 3];
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  const cv::Mat decoded = cv::imdecode(bytes, cv::IMREAD_COLOR);
  Image result = image;
  for (std::size_t i = 0; i < result.rgb.size(); ++i) {
    result.rgb[i] = decoded.data[i / 3 * 3 + 2 - i % 3];
  }
  return result;
}

Image rotate(const Image& image, std::int64_t degrees) {
  if (degrees % 90 != 0) throw Error("rotate: found {}, expected 90, 180 or 270", degrees);
  if (degrees % 180 != 0 && image.width != image.height) {
    throw Error("rotate: a picture of {} x {} pixels cannot be turned by {} degrees in its place",
                image.width, image.height, degrees);
  }
  const int w = image.width, h = image.height;
  Image result = image;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      int from_x = w - 1 - x, from_y = h - 1 - y;
      if (degrees == 90) std::tie(from_x, from_y) = std::make_pair(w - 1 - y, x);
      if (degrees == 270) std::tie(from_x, from_y) = std::make_pair(y, h - 1 - x);
      const auto* from = image.rgb.data() + 3 * (std::size_t(from_y) * w + from_x);
      std::copy(from, from + 3, result.rgb.data() + 3 * (std::size_t(y) * w + x));
    }
  }
  return result;
}

Image joined(const Image& inside, const Image& outside, const SubjectMask& mask) {
  return each_pixel(inside, [&](const Pixel& p, int, int, std::size_t i) -> Pixel {
    if (mask[i] >= 128) return p;
    return {outside.rgb[3 * i], outside.rgb[3 * i + 1], outside.rgb[3 * i + 2]};
  });
}

Image filled(const Image& image, int value) {
  return {image.width, image.height,
          std::vector<std::uint8_t>(image.rgb.size(), static_cast<std::uint8_t>(value))};
}

Image grayscale(const Image& image) {
  return each_pixel(image, [](const Pixel& p, int, int, std::size_t) -> Pixel {
    return {luma(p), luma(p), luma(p)};
  });
}

Image palette(const Image& image, int places) {
  return each_pixel(image, [&](const Pixel& p, int, int, std::size_t) -> Pixel {
    const auto place = static_cast<std::size_t>(places);
    return {p[place % 3], p[(1 + place) % 3], p[(2 + place) % 3]};
  });
}

Image turned_hues(const Image& image, int degrees) {
  return each_pixel(image,
                    [&](const Pixel& p, int, int, std::size_t) { return turned_hue(p, degrees); });
}

}  // namespace remedy
