// Colour bitmaps out of the distribution's emoji font, by FreeType.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace remedy {

constexpr int kStrikeWidth = 136;
constexpr int kStrikeHeight = 128;

// One glyph as the font stores it: kStrikeHeight rows of kStrikeWidth pixels, each blue, green, red
// and alpha, the colours premultiplied by alpha.
struct Strike {
  std::vector<std::uint8_t> bgra;

  const std::uint8_t* pixel(int x, int y) const {
    return bgra.data() +
           (static_cast<std::size_t>(y) * kStrikeWidth + static_cast<std::size_t>(x)) * 4;
  }
};

// The smallest box around the pixels that are at least half opaque; pixels, right and bottom
// exclusive. All zero where there is no such pixel.
struct Box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  int side() const { return right - left > bottom - top ? right - left : bottom - top; }
};
Box opaque_box(const Strike& strike);

class EmojiFont {
 public:
  // Throws Error naming the file, and the package that has it, where the file is missing or is no
  // font with colour bitmaps.
  explicit EmojiFont(const std::filesystem::path& file);
  ~EmojiFont();
  EmojiFont(const EmojiFont&) = delete;
  EmojiFont& operator=(const EmojiFont&) = delete;

  // Nothing where the font has no colour bitmap of kStrikeWidth x kStrikeHeight for the code point.
  std::optional<Strike> strike(char32_t code_point) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace remedy
