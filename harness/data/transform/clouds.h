// A ground to put behind a subject.
#pragma once

#include <cstdint>

#include "data/decode/image.h"

namespace remedy {

// Random colours at the corners of cells x cells rectangles, and between them in proportion. In
// whole numbers: the same bytes everywhere.
Image clouds(int width, int height, int cells, std::uint64_t seed);

}  // namespace remedy
