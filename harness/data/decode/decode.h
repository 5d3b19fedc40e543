// Image files to pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "data/decode/image.h"

namespace remedy {

// More pixels than this are refused before anything is decoded.
inline constexpr std::uint64_t kMostPixels = 200'000'000;

// Decodes the bytes of an image file (image_kind.h), by what its first bytes say, to 8-bit RGB,
// upright by its EXIF orientation. Grey becomes three equal channels, transparency is dropped, of
// 16 bits the high eight are kept, and CMYK is taken as inverted, as Adobe writes it. Colour
// profiles are not applied. Throws Error starting with `name` for any other format and for a
// truncated or damaged file: no picture comes back in part. Prints nothing; safe to call from
// several threads.
Image decode(const std::uint8_t* bytes, std::size_t count, const std::string& name);

}  // namespace remedy
