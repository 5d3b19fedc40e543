// What the transforms of the bank do to pixels: each in whole numbers, the same bytes on every
// machine.
#pragma once

#include <cstdint>
#include <vector>

#include "data/decode/image.h"

namespace remedy {

// White (255) where the subject is, else 0: [height, width] of the picture; empty where there is
// none.
using SubjectMask = std::vector<std::uint8_t>;

// ITU-R BT.601's luma in every channel.
Image grayscale(const Image& image);
// Hues turned; values and saturations stay.
Image turned_hues(const Image& image, int degrees);
// Channels moved on by so many places: 1 makes RGB GBR.
Image palette(const Image& image, int places);
// Hues run over the picture once along one of four directions, from a hue that the seed gives. A
// colour has the pixel's luma between 64 and 255 as its value, and full saturation. Only inside the
// mask, where there is one.
Image rainbow(const Image& image, const SubjectMask& mask, std::uint64_t seed);
// Three box blurs of 2 radius + 1 pixels; beyond the borders are the borders' pixels.
Image low_pass(const Image& image, int radius);
// What that takes away, around a middle gray.
Image high_pass(const Image& image, int radius);
// `patches` x `patches` patches in another order; what is left at the right and below stays.
Image patch_shuffle(const Image& image, int patches, std::uint64_t seed);
// Without `border` pixels on every side, resized to what it was. Throws Error where nothing is
// left.
Image border_crop(const Image& image, int border);
// Compressed and decompressed.
Image through_jpeg(const Image& image, int quality);
// Throws Error unless `degrees` is a multiple of 90, and one of 180 where the picture is no square.
Image rotate(const Image& image, std::int64_t degrees);
// One picture inside the mask, another of its size outside.
Image joined(const Image& inside, const Image& outside, const SubjectMask& mask);
// As large as `image`, every value the same.
Image filled(const Image& image, int value);

inline constexpr int kMiddleGray = 128;

}  // namespace remedy
