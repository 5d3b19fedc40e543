#include "data/watermark_font.h"

#include <cstdlib>

#include "core/error.h"
#include "core/hash.h"

namespace remedy {

std::filesystem::path watermark_font() {
  if (const char* named = std::getenv("REMEDY_WATERMARK_FONT"); named != nullptr && *named != 0) {
    return named;
  }
  return "/usr/share/fonts/opentype/noto/NotoSerifCJK-ExtraLight.ttc";
}

const std::string& watermark_font_hash() {
  static const std::string hash = [] {
    const std::filesystem::path file = watermark_font();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
      throw Error(
          "watermark: no font {}; install the package fonts-noto-cjk-extra, or name a font with "
          "Chinese characters by the environment variable REMEDY_WATERMARK_FONT",
          file.string());
    }
    return sha256_file(file);
  }();
  return hash;
}

}  // namespace remedy
