// What the transform watermark writes with.
#pragma once

#include <filesystem>
#include <string>

namespace remedy {

// The transform's name.
inline constexpr char kWatermark[] = "watermark";

// The font that the mark is written in: what the environment variable REMEDY_WATERMARK_FONT names,
// or Noto Serif CJK ExtraLight as Debian and Ubuntu have it, which is the design of the paper's
// Source Han Serif under another name.
std::filesystem::path watermark_font();

// SHA-256 of that font's file: the mark is another one in another font. Throws Error where there is
// no such file, naming the package.
const std::string& watermark_font_hash();

}  // namespace remedy
