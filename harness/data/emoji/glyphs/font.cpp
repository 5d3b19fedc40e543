#include "data/emoji/glyphs/font.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>

#include "core/error.h"

namespace remedy {
namespace {

constexpr int kHalfOpaque = 128;

}  // namespace

struct EmojiFont::State {
  FT_Library library = nullptr;
  FT_Face face = nullptr;

  State() = default;
  ~State() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

EmojiFont::EmojiFont(const std::filesystem::path& file) : state_(std::make_unique<State>()) {
  if (!std::filesystem::exists(file)) {
    throw Error("{}: no such font; install the package fonts-noto-color-emoji", file.string());
  }
  if (FT_Init_FreeType(&state_->library) != 0) throw Error("FreeType does not start");
  if (FT_New_Face(state_->library, file.c_str(), 0, &state_->face) != 0) {
    throw Error(
        "{}: not a font that FreeType can read; expected NotoColorEmoji.ttf of the package "
        "fonts-noto-color-emoji",
        file.string());
  }
  if (!FT_HAS_COLOR(state_->face) || FT_Select_Size(state_->face, 0) != 0) {
    throw Error(
        "{}: a font without colour bitmaps; expected NotoColorEmoji.ttf of the package "
        "fonts-noto-color-emoji",
        file.string());
  }
}

EmojiFont::~EmojiFont() = default;

std::optional<Strike> EmojiFont::strike(char32_t code_point) const {
  const FT_UInt glyph = FT_Get_Char_Index(state_->face, code_point);
  if (glyph == 0 || FT_Load_Glyph(state_->face, glyph, FT_LOAD_COLOR | FT_LOAD_RENDER) != 0) {
    return std::nullopt;
  }
  const FT_Bitmap& bitmap = state_->face->glyph->bitmap;
  if (bitmap.pixel_mode != FT_PIXEL_MODE_BGRA || bitmap.width != kStrikeWidth ||
      bitmap.rows != kStrikeHeight) {
    return std::nullopt;
  }
  Strike strike;
  strike.bgra.reserve(static_cast<std::size_t>(kStrikeWidth) * kStrikeHeight * 4);
  for (int y = 0; y < kStrikeHeight; ++y) {
    const unsigned char* row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
    strike.bgra.insert(strike.bgra.end(), row, row + std::ptrdiff_t{kStrikeWidth} * 4);
  }
  return strike;
}

Box opaque_box(const Strike& strike) {
  Box box{kStrikeWidth, kStrikeHeight, 0, 0};
  for (int y = 0; y < kStrikeHeight; ++y) {
    for (int x = 0; x < kStrikeWidth; ++x) {
      if (strike.pixel(x, y)[3] < kHalfOpaque) continue;
      box.left = std::min(box.left, x);
      box.top = std::min(box.top, y);
      box.right = std::max(box.right, x + 1);
      box.bottom = std::max(box.bottom, y + 1);
    }
  }
  return box.right == 0 ? Box{} : box;
}

}  // namespace remedy
