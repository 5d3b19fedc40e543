// Sixty-four bits that stay nearly the same when a picture is encoded again or resized.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "data/prepared/prepared_set.h"

namespace remedy {

// Of a picture's luma, averaged to 32 x 32 cells: which of the 64 lowest frequencies of its cosine
// transform, the mean left out, are above their median.
struct PerceptualHash {
  std::uint64_t bits = 0;
  // Whether there is enough in the picture to tell it from others: not of one colour, say.
  bool telling = false;
};

// `rgb`: height rows of width pixels of red, green and blue.
PerceptualHash perceptual_hash(const std::uint8_t* rgb, int height, int width);

// Red, green and blue of 8 x 8 cells, 0 to 255.
using Thumbnail = std::array<float, 8 * 8 * 3>;
Thumbnail thumbnail(const std::uint8_t* rgb, int height, int width);

// Of all images of a set, from the file that an earlier call has left in
// cache_directory()/hashes, or computed on so many threads.
std::vector<PerceptualHash> perceptual_hashes(const PreparedSet& set, int threads);

}  // namespace remedy
