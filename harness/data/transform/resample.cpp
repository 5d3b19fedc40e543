#include "data/transform/resample.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace remedy {
namespace {

constexpr int kPrecisionBits = 32 - 8 - 2;
constexpr std::int32_t kHalf = 1 << (kPrecisionBits - 1);

// Output pixel i is the sum of `count` input pixels from `first` on.
struct Taps {
  int first = 0;
  int count = 0;
  const std::int32_t* weights = nullptr;
};

// The filter of one direction for the outputs begin ... begin + taps.size() - 1.
struct Filter {
  std::vector<std::int32_t> weights;
  std::vector<Taps> taps;
};

// Pillow's way to round, which differs from std::lround just below a half.
int half_up(double value) {
  const double raised = value + 0.5;
  return static_cast<int>(raised);
}

// The same away from zero.
std::int32_t in_fixed_point(double weight) {
  const double scaled = weight * (1 << kPrecisionBits);
  return static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

double triangle(double distance) { return distance < 1.0 ? 1.0 - distance : 0.0; }

double cubic(double x) {
  constexpr double kA = -0.5;
  if (x < 1.0) return ((kA + 2.0) * x - (kA + 3.0)) * x * x + 1.0;
  if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * kA;
  return 0.0;
}

Filter make_filter(int input, int output, int begin, int count, Interpolation interpolation) {
  const bool is_cubic = interpolation == Interpolation::kBicubic;
  const double scale = static_cast<double>(input) / output;
  const double reduction = std::max(scale, 1.0);
  const double support = (is_cubic ? 2.0 : 1.0) * reduction;
  const double narrowing = 1.0 / reduction;
  const auto most = static_cast<std::size_t>(std::ceil(support)) * 2 + 1;
  Filter filter;
  filter.weights.resize(most * count);
  filter.taps.resize(count);
  std::vector<double> exact(most);
  for (int i = 0; i < count; ++i) {
    const double center = (begin + i + 0.5) * scale;
    const int first = std::max(0, half_up(center - support));
    const int last = std::min(input, half_up(center + support));
    double sum = 0;
    for (int x = first; x < last; ++x) {
      const double distance = std::abs((x - center + 0.5) * narrowing);
      exact[x - first] = is_cubic ? cubic(distance) : triangle(distance);
      sum += exact[x - first];
    }
    std::int32_t* weights = filter.weights.data() + most * i;
    for (int x = 0; x < last - first; ++x) {
      const double weight = sum != 0.0 ? exact[x] / sum : exact[x];
      weights[x] = in_fixed_point(weight);
    }
    filter.taps[i] = {first, last - first, weights};
  }
  return filter;
}

std::uint8_t rounded(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255));
}

Image empty_image(int width, int height) {
  return {width, height, std::vector<std::uint8_t>(std::size_t{3} * width * height)};
}

// Rows top ... top + height - 1 of the image, its columns filtered or, with no filter, copied.
Image horizontal(const Image& image, const Filter* filter, int left, int width, int top,
                 int height) {
  Image result = empty_image(width, height);
  const std::size_t stride = std::size_t{3} * image.width;
  std::uint8_t* to = result.rgb.data();
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = image.rgb.data() + stride * (top + y);
    if (filter == nullptr) {
      std::memcpy(to, row + std::size_t{3} * left, std::size_t{3} * width);
      to += std::size_t{3} * width;
      continue;
    }
    for (const Taps& taps : filter->taps) {
      const std::uint8_t* from = row + std::size_t{3} * taps.first;
      std::int32_t red = kHalf;
      std::int32_t green = kHalf;
      std::int32_t blue = kHalf;
      for (int i = 0; i < taps.count; ++i, from += 3) {
        red += from[0] * taps.weights[i];
        green += from[1] * taps.weights[i];
        blue += from[2] * taps.weights[i];
      }
      to[0] = rounded(red);
      to[1] = rounded(green);
      to[2] = rounded(blue);
      to += 3;
    }
  }
  return result;
}

// `image` starts at row `top` of the picture that the filter was made for.
Image vertical(const Image& image, const Filter& filter, int top) {
  Image result = empty_image(image.width, static_cast<int>(filter.taps.size()));
  const std::size_t stride = std::size_t{3} * image.width;
  std::vector<std::int32_t> sums(stride);
  std::uint8_t* to = result.rgb.data();
  for (const Taps& taps : filter.taps) {
    std::fill(sums.begin(), sums.end(), kHalf);
    for (int i = 0; i < taps.count; ++i) {
      const std::uint8_t* from = image.rgb.data() + stride * (taps.first - top + i);
      const std::int32_t weight = taps.weights[i];
      for (std::size_t x = 0; x < stride; ++x) sums[x] += from[x] * weight;
    }
    for (std::size_t x = 0; x < stride; ++x) to[x] = rounded(sums[x]);
    to += stride;
  }
  return result;
}

}  // namespace

Image resample(const Image& image, int width, int height, const Region& region,
               Interpolation interpolation) {
  assert(image.width > 0 && image.height > 0 && region.width > 0 && region.height > 0);
  assert(region.left >= 0 && region.left + region.width <= width);
  assert(region.top >= 0 && region.top + region.height <= height);
  const bool same_width = image.width == width;
  const bool same_height = image.height == height;
  Filter columns;
  Filter rows;
  int top = region.top;
  int bottom = region.top + region.height;
  if (!same_height) {
    rows = make_filter(image.height, height, region.top, region.height, interpolation);
    top = rows.taps.front().first;
    bottom = rows.taps.back().first + rows.taps.back().count;
  }
  if (!same_width) {
    columns = make_filter(image.width, width, region.left, region.width, interpolation);
  }
  Image result = horizontal(image, same_width ? nullptr : &columns, region.left, region.width, top,
                            bottom - top);
  return same_height ? result : vertical(result, rows, top);
}

Image resample(const Image& image, int width, int height, Interpolation interpolation) {
  return resample(image, width, height, {0, 0, width, height}, interpolation);
}

}  // namespace remedy
