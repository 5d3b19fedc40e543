// Names and groups of emoji, from the files of the package unicode-data.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace remedy {

struct EmojiEntry {
  // As in UnicodeData.txt, in lower case: "water buffalo".
  std::string name;
  // The subgroup in emoji-test.txt: "animal-mammal".
  std::string subgroup;
};

// Every emoji that is one code point (a variation selector aside), by code point. Throws Error
// naming the file, and the package that has it, where one is missing or has a line of another form.
std::map<char32_t, EmojiEntry> read_emoji(const std::filesystem::path& unicode_data,
                                          const std::filesystem::path& emoji_test);

}  // namespace remedy
