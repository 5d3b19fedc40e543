// Pictures and image files made up by the tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/decode/image.h"

namespace remedy::testing {

using Bytes = std::vector<std::uint8_t>;

// Noise from a linear congruential generator; make_resample_reference.py makes the same.
Image generated_image(std::uint32_t seed, int width, int height);

// A smooth picture without symmetry, which JPEG keeps well.
Image smooth_image(int width, int height);

Bytes joined(const Bytes& first, const Bytes& second);

// By OpenCV. `extension`: ".png" or ".jpg".
Bytes encoded(const Image& image, const std::string& extension,
              const std::vector<int>& options = {});

void write_image(const std::filesystem::path& file, const Image& image);

// An EXIF block, from its byte order on, with nothing in it but an orientation.
Bytes exif_block(int orientation, bool big_endian);

// Puts a segment (0xE0 to 0xFE) in front of all others of a JPEG.
Bytes with_jpeg_segment(const Bytes& jpeg, std::uint8_t marker, const Bytes& content);
Bytes with_jpeg_exif(const Bytes& jpeg, int orientation, bool big_endian);

// Puts a chunk with a right checksum behind the header of a PNG.
Bytes with_png_chunk(const Bytes& png, const std::string& kind, const Bytes& content);

// The largest difference of any channel of any pixel; 256 for different sizes.
int largest_difference(const Image& a, const Image& b);

Image decoded(const Bytes& bytes);

}  // namespace remedy::testing
