// WebP, BMP, TIFF and PNM files to pixels; see decode.h, which chooses the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "data/decode/image.h"
#include "data/decode/image_kind.h"

namespace remedy {

// Of several pictures in a file the first.
Image decode_other(const std::uint8_t* bytes, std::size_t count, ImageKind kind,
                   const std::string& name);

}  // namespace remedy
