#include "data/emoji/glyphs/class_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.h"
#include "data/emoji/glyphs/glyphs.h"

namespace remedy {
namespace {

class ClassRule : public ::testing::Test {
 protected:
  const EmojiFiles files_{};
  const EmojiFont font_{files_.font};
  const std::map<char32_t, EmojiEntry> emoji_ = read_emoji(files_.unicode_data, files_.emoji_test);
};

TEST_F(ClassRule, EveryCandidateIsKeptOrDroppedByOneClause) {
  const ClassChoice choice = choose_classes(font_, emoji_);
  EXPECT_EQ(choice.classes.size(), static_cast<std::size_t>(kClassCount));
  EXPECT_EQ(choice.candidates - choice.signs - choice.series - choice.look_alikes, kClassCount);
}

TEST_F(ClassRule, NoSignAndNoSeriesIsLeft) {
  for (const Candidate& chosen : choose_classes(font_, emoji_).classes) {
    EXPECT_EQ(std::count(kSignSubgroups.begin(), kSignSubgroups.end(), chosen.entry.subgroup), 0)
        << chosen.entry.name;
    for (const CodePointRange& range : kSeries) {
      EXPECT_FALSE(range.first <= chosen.code_point && chosen.code_point <= range.last)
          << chosen.entry.name;
    }
  }
}

TEST_F(ClassRule, EveryAnimalButTheCowFaceIsAClass) {
  std::vector<char32_t> missing;
  const ClassChoice choice = choose_classes(font_, emoji_);
  for (const auto& [code_point, entry] : emoji_) {
    if (entry.subgroup.rfind("animal-", 0) != 0 || !font_.strike(code_point)) continue;
    if (std::none_of(choice.classes.begin(), choice.classes.end(),
                     [&, wanted = code_point](const Candidate& chosen) {
                       return chosen.code_point == wanted;
                     })) {
      missing.push_back(code_point);
    }
  }
  EXPECT_THAT(missing, ::testing::ElementsAre(char32_t{0x1F42E}));
}

TEST_F(ClassRule, TooFewEmojiAreAnError) {
  std::map<char32_t, EmojiEntry> few(emoji_.begin(), std::next(emoji_.begin(), 900));
  EXPECT_THAT([&] { choose_classes(font_, few); },
              ::testing::ThrowsMessage<Error>(::testing::HasSubstr("1000 classes are wanted")));
}

}  // namespace
}  // namespace remedy
