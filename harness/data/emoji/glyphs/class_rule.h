// Which thousand emoji are EmojiNet's classes.
//
// The rule, in order:
//   1. Candidates are the emoji of Unicode's emoji-test.txt that are one code point, have a name in
//      UnicodeData.txt, and a colour bitmap in the font. (Regional letters, digits and the font's
//      private glyphs are thereby out.)
//   2. Signs are dropped: the subgroups listed in kSignSubgroups, whose members are told apart by a
//      letter, a colour or a direction rather than by what they show: plain geometric shapes,
//      hearts, arrows, buttons, letter squares, zodiac and religious buttons, prohibition signs,
//      skin tones, hair styles and the like.
//   3. Series are dropped: the ranges listed in kSeries, pictures of one thing in several states
//      (clock faces, moon phases, card suits), and the cow face, so that a picture of a cow has one
//      right answer.
//   4. Look-alikes are dropped until kClassCount remain: of all pairs of glyphs, in the order of
//      their distance in grey (look_alikes.h, the lesser of the two distances with one glyph as it
//      is and mirrored), the one with the higher code point goes, where both are still there. An
//      animal (a subgroup that begins with "animal-") never goes: its partner does, and two animals
//      both stay.
// What remains is ordered by code point; its place there is the class index.
#pragma once

#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "data/emoji/glyphs/font.h"
#include "data/emoji/glyphs/unicode.h"

namespace remedy {

constexpr int kClassCount = 1000;

constexpr std::array<std::string_view, 20> kSignSubgroups = {
    "alphanum",     "arrow",       "av-symbol", "currency",     "gender",
    "geometric",    "hair-style",  "heart",     "keycap",       "math",
    "other-symbol", "punctuation", "religion",  "skin-tone",    "transport-sign",
    "warning",      "zodiac",      "flag",      "country-flag", "subdivision-flag"};

struct CodePointRange {
  char32_t first;
  char32_t last;
};
constexpr std::array<CodePointRange, 4> kSeries = {{
    {0x1F550, 0x1F567},  // clock faces
    {0x1F311, 0x1F318},  // moon phases
    {0x2660, 0x2666},    // card suits
    {0x1F42E, 0x1F42E},  // cow face
}};

struct Candidate {
  char32_t code_point = 0;
  EmojiEntry entry;
  Strike strike;
};

struct ClassChoice {
  // kClassCount of them, by code point.
  std::vector<Candidate> classes;
  // How many candidates there were and how many each clause dropped.
  int candidates = 0;
  int signs = 0;
  int series = 0;
  int look_alikes = 0;
};

// Throws Error where fewer than kClassCount remain before the last clause, or where it cannot drop
// enough: another font or another Unicode than the rule was made for.
ClassChoice choose_classes(const EmojiFont& font, const std::map<char32_t, EmojiEntry>& emoji);

}  // namespace remedy
