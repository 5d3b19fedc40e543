// A decoded picture.
#pragma once

#include <cstdint>
#include <vector>

namespace remedy {

struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  // [height, width, 3]
};

}  // namespace remedy
