// EmojiNet's classes and their glyphs. Which emoji are classes: see class_rule.h.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/emoji/glyphs/texture.h"

namespace remedy {

// What the generator reads; the defaults are where Debian and Ubuntu put the packages
// fonts-noto-color-emoji and unicode-data.
struct EmojiFiles {
  std::filesystem::path font = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf";
  std::filesystem::path unicode_data = "/usr/share/unicode/UnicodeData.txt";
  std::filesystem::path emoji_test = "/usr/share/unicode/emoji/emoji-test.txt";
};

struct EmojiClass {
  char32_t code_point = 0;
  std::string id;        // "u1f404"
  std::string name;      // "cow"
  std::string subgroup;  // Unicode's: "animal-mammal"
};

// To be raised with any change that alters the bytes of a sample.
constexpr std::string_view kGeneratorVersion = "emojinet-2";

// Read once, then immutable: may be shared between threads.
class GlyphSet {
 public:
  // Throws Error naming a file that is missing and its package, or a font that does not give
  // kClassCount classes.
  explicit GlyphSet(const EmojiFiles& files = {});

  // kClassCount of them, by code point; the place is the class index.
  const std::vector<EmojiClass>& classes() const { return classes_; }
  const Texture& texture(int class_index) const;
  // By id or by name. Throws Error naming the nearest id or name.
  int class_index(std::string_view id_or_name) const;

  // SHA-256 of what determines a sample's bytes: the generator's version, the classes' code points
  // in order, and their bitmaps. Another file with the same bitmaps has the same content.
  const std::string& content() const { return content_; }

 private:
  std::vector<EmojiClass> classes_;
  std::vector<Texture> textures_;
  std::string content_;
};

}  // namespace remedy
