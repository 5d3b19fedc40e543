#include "data/emoji/glyphs/class_rule.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "core/error.h"
#include "data/emoji/glyphs/look_alikes.h"

namespace remedy {
namespace {

bool is_sign(const EmojiEntry& entry) {
  return std::find(kSignSubgroups.begin(), kSignSubgroups.end(), entry.subgroup) !=
         kSignSubgroups.end();
}

bool in_series(char32_t code_point) {
  return std::any_of(kSeries.begin(), kSeries.end(), [&](const CodePointRange& range) {
    return range.first <= code_point && code_point <= range.last;
  });
}

bool is_animal(const EmojiEntry& entry) { return entry.subgroup.compare(0, 7, "animal-") == 0; }

struct Pair {
  std::int32_t distance;
  std::uint16_t one;
  std::uint16_t other;

  bool operator<(const Pair& right) const {
    return std::tie(distance, one, other) < std::tie(right.distance, right.one, right.other);
  }
};

std::vector<Pair> pairs_by_distance(const std::vector<Candidate>& candidates) {
  std::vector<Thumbnail> thumbnails;
  thumbnails.reserve(candidates.size());
  for (const Candidate& candidate : candidates) {
    thumbnails.push_back(grey_thumbnail(candidate.strike));
  }
  std::vector<Pair> pairs;
  pairs.reserve(candidates.size() * (candidates.size() - 1) / 2);
  for (std::size_t one = 0; one < candidates.size(); ++one) {
    const Thumbnail mirror = mirrored(thumbnails[one]);
    for (std::size_t other = one + 1; other < candidates.size(); ++other) {
      const std::int32_t distance = std::min(grey_distance(thumbnails[one], thumbnails[other]),
                                             grey_distance(mirror, thumbnails[other]));
      pairs.push_back(
          {distance, static_cast<std::uint16_t>(one), static_cast<std::uint16_t>(other)});
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

ClassChoice choose_classes(const EmojiFont& font, const std::map<char32_t, EmojiEntry>& emoji) {
  ClassChoice choice;
  std::vector<Candidate> remaining;
  for (const auto& [code_point, entry] : emoji) {
    std::optional<Strike> strike = font.strike(code_point);
    if (!strike) continue;
    ++choice.candidates;
    if (is_sign(entry)) {
      ++choice.signs;
    } else if (in_series(code_point)) {
      ++choice.series;
    } else {
      remaining.push_back({code_point, entry, std::move(*strike)});
    }
  }
  int surplus = static_cast<int>(remaining.size()) - kClassCount;
  if (surplus < 0) {
    throw Error(
        "the emoji font has {} distinct emoji where {} classes are wanted; expected the "
        "font of the package fonts-noto-color-emoji",
        remaining.size(), kClassCount);
  }

  std::vector<bool> dropped(remaining.size(), false);
  for (const Pair& pair : pairs_by_distance(remaining)) {
    if (surplus == 0) break;
    if (dropped[pair.one] || dropped[pair.other]) continue;
    const bool other_stays = is_animal(remaining[pair.other].entry);
    if (other_stays && is_animal(remaining[pair.one].entry)) continue;
    dropped[other_stays ? pair.one : pair.other] = true;
    ++choice.look_alikes;
    --surplus;
  }
  if (surplus > 0) throw Error("the emoji font has too many animals for {} classes", kClassCount);
  for (std::size_t place = 0; place < remaining.size(); ++place) {
    if (!dropped[place]) choice.classes.push_back(std::move(remaining[place]));
  }
  return choice;
}

}  // namespace remedy
