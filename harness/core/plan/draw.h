// Which anchors a point of the design trains on.
#pragma once

#include <cstdint>
#include <vector>

namespace remedy {

// Indices into `labels` (one label an image): `per_class` images from each of `classes` classes.
//
// A draw orders the classes that have an image at random and takes the first N, so that within one
// draw a larger N holds every class of a smaller one, and draws are independent of each other. The
// images of a class are drawn too and do not depend on N. The order is that of a hash of (draw,
// class), so it is the same on every machine. The result is in the order of the draw.
// Throws Error where fewer classes have an image, or a drawn class has fewer images.
std::vector<std::size_t> draw_anchors(const std::vector<int>& labels, std::int64_t classes,
                                      std::int64_t draw, std::int64_t per_class = 1);

// split_mix() over a chain of words: a hash whose bits are as good as random.
std::uint64_t mix(std::uint64_t a, std::uint64_t b, std::uint64_t c = 0);

}  // namespace remedy
