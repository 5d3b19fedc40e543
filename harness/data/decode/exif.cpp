#include "data/decode/exif.h"

#include <cstring>

namespace remedy {
namespace {

class Block {
 public:
  Block(const std::uint8_t* bytes, std::size_t count)
      : bytes_(bytes), count_(count), big_endian_(count > 0 && bytes[0] == 'M') {}

  bool holds(std::uint64_t offset, std::size_t length) const { return offset + length <= count_; }
  std::uint32_t u16(std::size_t at) const {
    return big_endian_ ? bytes_[at] << 8 | bytes_[at + 1] : bytes_[at + 1] << 8 | bytes_[at];
  }
  std::uint32_t u32(std::size_t at) const {
    return big_endian_ ? u16(at) << 16 | u16(at + 2) : u16(at + 2) << 16 | u16(at);
  }

 private:
  const std::uint8_t* bytes_;
  std::size_t count_;
  bool big_endian_;
};

constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShort = 3;

}  // namespace

int exif_orientation(const std::uint8_t* bytes, std::size_t count) {
  const Block block(bytes, count);
  if (!block.holds(0, 8) || bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M')) return 1;
  const std::uint64_t directory = block.u32(4);
  if (block.u16(2) != 42 || !block.holds(directory, 2)) return 1;
  const std::uint32_t entries = block.u16(directory);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::uint64_t entry = directory + 2 + 12 * std::uint64_t{i};
    if (!block.holds(entry, 12)) return 1;
    if (block.u16(entry) != kOrientationTag) continue;
    const std::uint32_t value = block.u16(entry + 8);
    return block.u16(entry + 2) == kShort && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Image upright(Image image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  const bool sideways = orientation >= 5;
  Image turned;
  turned.width = sideways ? image.height : image.width;
  turned.height = sideways ? image.width : image.height;
  turned.rgb.resize(image.rgb.size());

  // The stored pixel of the upright (x, y) lies at start + x * right + y * down.
  const std::ptrdiff_t column = 3;
  const std::ptrdiff_t row = column * image.width;
  const std::ptrdiff_t last_column = column * (image.width - 1);
  const std::ptrdiff_t last_row = row * (image.height - 1);
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const std::ptrdiff_t along_row = from_right ? -column : column;
  const std::ptrdiff_t along_column = from_bottom ? -row : row;
  const std::ptrdiff_t start = (from_right ? last_column : 0) + (from_bottom ? last_row : 0);
  const std::ptrdiff_t right = sideways ? along_column : along_row;
  const std::ptrdiff_t down = sideways ? along_row : along_column;

  std::uint8_t* to = turned.rgb.data();
  for (int y = 0; y < turned.height; ++y) {
    const std::uint8_t* from = image.rgb.data() + start + y * down;
    for (int x = 0; x < turned.width; ++x, from += right, to += 3) std::memcpy(to, from, 3);
  }
  return turned;
}

}  // namespace remedy
