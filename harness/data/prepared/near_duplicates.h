// The same picture in training data and a suite, encoded again or resized.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "data/prepared/leaks.h"

namespace remedy {

struct NearDuplicates {
  std::size_t count = 0;           // images of a training set that have a twin in a suite
  std::vector<std::string> first;  // of ten: "set:path = suite:path"
};

// Of sets that are decoded and are files: generated samples are told apart by what determines them.
// Pictures are the same where at most kNearBits of their perceptual hashes differ and their
// colours, averaged to 8 x 8 cells, differ by at most kNearLevels of 255 on average. Pairs whose
// pixels are equal are left out: refuse_leaks() names them. An image is hashed in about 0.1 ms,
// once, then compared with one in seventy of the others where bits are even. Memory: about 50 bytes
// an image.
inline constexpr int kNearBits = 6;
inline constexpr float kNearLevels = 8;
NearDuplicates find_near_duplicates(const std::vector<NamedSet>& training,
                                    const std::vector<NamedSet>& suites, int threads);

}  // namespace remedy
