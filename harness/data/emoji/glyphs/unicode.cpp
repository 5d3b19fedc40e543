#include "data/emoji/glyphs/unicode.h"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string_view>

#include "core/error.h"
#include "core/file.h"

namespace remedy {
namespace {

constexpr std::string_view kSubgroupMark = "# subgroup: ";
constexpr std::uint32_t kVariationSelector = 0xFE0F;

std::istringstream open_lines(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    throw Error("{}: no such file; install the package unicode-data", file.string());
  }
  return std::istringstream(read_file(file));
}

[[noreturn]] void malformed(const std::filesystem::path& file, int line, const char* expected) {
  throw Error("{}:{}: expected {}", file.string(), line, expected);
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace

std::map<char32_t, EmojiEntry> read_emoji(const std::filesystem::path& unicode_data,
                                          const std::filesystem::path& emoji_test) {
  std::map<char32_t, EmojiEntry> emoji;
  std::string text;
  std::string subgroup;
  std::istringstream tests = open_lines(emoji_test);
  for (int line = 1; std::getline(tests, text); ++line) {
    if (text.compare(0, kSubgroupMark.size(), kSubgroupMark) == 0) {
      subgroup = text.substr(kSubgroupMark.size());
    }
    if (text.empty() || text[0] == '#') continue;
    const std::size_t end = text.find(';');
    if (end == std::string::npos) malformed(emoji_test, line, "code points, ';' and a status");
    std::istringstream code_points(text.substr(0, end));
    std::uint32_t first = 0;
    std::uint32_t next = 0;
    bool single = true;
    if (!(code_points >> std::hex >> first))
      malformed(emoji_test, line, "a hexadecimal code point");
    while (code_points >> next) single = single && next == kVariationSelector;
    if (single) emoji[first].subgroup = subgroup;
  }

  std::istringstream names = open_lines(unicode_data);
  for (int line = 1; std::getline(names, text); ++line) {
    const std::size_t first_end = text.find(';');
    const std::size_t second_end =
        first_end == std::string::npos ? first_end : text.find(';', first_end + 1);
    if (second_end == std::string::npos) malformed(unicode_data, line, "a code point and a name");
    std::istringstream code_point_text(text.substr(0, first_end));
    std::uint32_t code_point = 0;
    if (!(code_point_text >> std::hex >> code_point)) {
      malformed(unicode_data, line, "a hexadecimal code point");
    }
    const auto entry = emoji.find(code_point);
    if (entry != emoji.end()) {
      entry->second.name = lower_case(text.substr(first_end + 1, second_end - first_end - 1));
    }
  }
  for (auto entry = emoji.begin(); entry != emoji.end();) {
    entry = entry->second.name.empty() ? emoji.erase(entry) : std::next(entry);
  }
  return emoji;
}

}  // namespace remedy
