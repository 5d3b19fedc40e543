// PNG files to pixels; see decode.h, which chooses the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "data/decode/image.h"

namespace remedy {

Image decode_png(const std::uint8_t* bytes, std::size_t count, const std::string& name);

}  // namespace remedy
