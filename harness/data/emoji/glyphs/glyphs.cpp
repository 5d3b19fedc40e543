#include "data/emoji/glyphs/glyphs.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/hash.h"
#include "data/emoji/glyphs/class_rule.h"

namespace remedy {
namespace {

// Levenshtein's distance.
std::size_t edits(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t replaced = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

GlyphSet::GlyphSet(const EmojiFiles& files) {
  const EmojiFont font(files.font);
  const ClassChoice choice = choose_classes(font, read_emoji(files.unicode_data, files.emoji_test));
  Sha256 hash;
  hash.update(kGeneratorVersion);
  classes_.reserve(choice.classes.size());
  textures_.reserve(choice.classes.size());
  for (const Candidate& chosen : choice.classes) {
    const auto number = static_cast<std::uint32_t>(chosen.code_point);
    classes_.push_back({chosen.code_point, fmt::format("u{:x}", number), chosen.entry.name,
                        chosen.entry.subgroup});
    textures_.emplace_back(chosen.strike);
    hash.update(classes_.back().id);
    hash.update(chosen.strike.bgra.data(), chosen.strike.bgra.size());
  }
  content_ = hash.hex();
}

const Texture& GlyphSet::texture(int class_index) const {
  return textures_.at(static_cast<std::size_t>(class_index));
}

int GlyphSet::class_index(std::string_view id_or_name) const {
  std::string_view nearest;
  std::size_t fewest = std::string_view::npos;
  for (std::size_t place = 0; place < classes_.size(); ++place) {
    for (const std::string_view known :
         {std::string_view(classes_[place].id), std::string_view(classes_[place].name)}) {
      const std::size_t distance = edits(id_or_name, known);
      if (distance == 0) return static_cast<int>(place);
      if (distance < fewest) {
        fewest = distance;
        nearest = known;
      }
    }
  }
  throw Error("no emoji class \"{}\"; did you mean \"{}\"?", id_or_name, nearest);
}

}  // namespace remedy
