#include "data/transform/watermark.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <map>
#include <mutex>
#include <vector>

#include "core/error.h"
#include "data/watermark_font.h"

namespace remedy {
namespace {

// "Shortcut", three times.
constexpr char32_t kText[] = {0x6377, 0x5F84, 0x6377, 0x5F84, 0x6377, 0x5F84};
constexpr int kAlpha = 128;                 // of 255
constexpr double kLeft = 0.01, kTop = 0.4;  // of width and height

// How much of each pixel the text covers, 0 to 255; `ascent` pixels above the baseline.
struct Mark {
  int width = 0, height = 0;
  std::vector<std::uint8_t> coverage;
};

class Face {
 public:
  explicit Face(const std::filesystem::path& file) {
    (void)watermark_font_hash();  // says where the file is missing
    if (FT_Init_FreeType(&library_) != 0) throw Error("FreeType does not start");
    if (FT_New_Face(library_, file.c_str(), 0, &face_) != 0) {
      throw Error("{}: not a font that FreeType can read", file.string());
    }
  }
  ~Face() {
    if (face_ != nullptr) FT_Done_Face(face_);
    if (library_ != nullptr) FT_Done_FreeType(library_);
  }
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  // The text from its left end and the font's ascender on.
  Mark write(int size) const {
    if (FT_Set_Pixel_Sizes(face_, 0, static_cast<FT_UInt>(size)) != 0) {
      throw Error("{}: a font of fixed sizes; expected one with outlines",
                  watermark_font().string());
    }
    Mark mark;
    mark.width = static_cast<int>(std::size(kText)) * 2 * size;
    mark.height = 2 * size;
    mark.coverage.assign(static_cast<std::size_t>(mark.width) * mark.height, 0);
    const int ascent = static_cast<int>(face_->size->metrics.ascender >> 6);
    FT_Pos pen = 0;  // in sixty-fourths of a pixel
    for (const char32_t character : kText) {
      const FT_UInt glyph = FT_Get_Char_Index(face_, character);
      if (glyph == 0 || FT_Load_Glyph(face_, glyph, FT_LOAD_RENDER) != 0) {
        throw Error(
            "{}: has no character U+{:X}; expected Noto Serif CJK ExtraLight, as the package "
            "fonts-noto-cjk-extra has it",
            watermark_font().string(), static_cast<std::uint32_t>(character));
      }
      draw(mark, static_cast<int>(pen >> 6), ascent);
      pen += face_->glyph->metrics.horiAdvance;
    }
    return mark;
  }

 private:
  void draw(Mark& mark, int pen, int ascent) const {
    const FT_Bitmap& bitmap = face_->glyph->bitmap;
    for (unsigned row = 0; row < bitmap.rows; ++row) {
      const int y = ascent - face_->glyph->bitmap_top + static_cast<int>(row);
      for (unsigned column = 0; column < bitmap.width; ++column) {
        const int x = pen + face_->glyph->bitmap_left + static_cast<int>(column);
        if (x < 0 || y < 0 || x >= mark.width || y >= mark.height) continue;
        std::uint8_t& covered = mark.coverage[static_cast<std::size_t>(y) * mark.width + x];
        covered =
            std::max(covered, bitmap.buffer[row * static_cast<unsigned>(bitmap.pitch) + column]);
      }
    }
  }

  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

// FreeType's faces are no business of two threads at once; marks stay once they are written.
const Mark& mark_of(int size) {
  static std::mutex mutex;
  static std::map<int, Mark> marks;
  const std::lock_guard<std::mutex> lock(mutex);
  const auto known = marks.find(size);
  if (known != marks.end()) return known->second;
  return marks.emplace(size, Face(watermark_font()).write(size)).first->second;
}

}  // namespace

int watermark_size(int side) {
  constexpr std::pair<int, int> kKnown[] = {{224, 36}, {384, 62}, {512, 82}, {518, 84}};
  for (const auto& [pixels, size] : kKnown) {
    if (side == pixels) return size;
  }
  return std::max(static_cast<int>(side / 6.22), 1);
}

Image watermarked(const Image& image) {
  const Mark& mark = mark_of(watermark_size(std::min(image.width, image.height)));
  const int left = static_cast<int>(kLeft * image.width);
  const int top = static_cast<int>(kTop * image.height);
  Image result = image;
  for (int y = 0; y < std::min(mark.height, image.height - top); ++y) {
    for (int x = 0; x < std::min(mark.width, image.width - left); ++x) {
      const int alpha =
          (kAlpha * mark.coverage[static_cast<std::size_t>(y) * mark.width + x] + 127) / 255;
      if (alpha == 0) continue;
      std::uint8_t* pixel =
          result.rgb.data() + 3 * (static_cast<std::size_t>(top + y) * image.width +
                                   static_cast<std::size_t>(left + x));
      for (int c = 0; c < 3; ++c) {
        pixel[c] = static_cast<std::uint8_t>(pixel[c] + ((255 - pixel[c]) * alpha + 127) / 255);
      }
    }
  }
  return result;
}

}  // namespace remedy
