// Which way up a camera held a picture.
#pragma once

#include <cstddef>
#include <cstdint>

#include "data/decode/image.h"

namespace remedy {

// The orientation, 1 ... 8, that an EXIF block states in its first directory. The block starts with
// its byte order, "II" or "MM". 1, upright, where the block is damaged or states none.
int exif_orientation(const std::uint8_t* block, std::size_t count);

// Turns a picture stored with `orientation` upright.
Image upright(Image image, int orientation);

}  // namespace remedy
