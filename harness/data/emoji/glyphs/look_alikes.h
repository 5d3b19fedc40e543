// How alike two glyphs look once colour is gone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "data/emoji/glyphs/font.h"

namespace remedy {

// A glyph's box, cut out square and reduced to kThumbnailSide^2 cells, each the mean of its pixels:
// luma (of the premultiplied colours, hence over black) in the first half, alpha in the second.
constexpr int kThumbnailSide = 24;
constexpr std::size_t kThumbnailCells = std::size_t{kThumbnailSide} * kThumbnailSide;
using Thumbnail = std::array<std::uint8_t, 2 * kThumbnailCells>;

Thumbnail grey_thumbnail(const Strike& strike);

// Left and right exchanged.
Thumbnail mirrored(const Thumbnail& thumbnail);

// The sum of the absolute differences of all cells. Integers throughout: the same on any machine.
std::int32_t grey_distance(const Thumbnail& one, const Thumbnail& other);

}  // namespace remedy
