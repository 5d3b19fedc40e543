#include "data/emoji/glyphs/glyphs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/file.h"
#include "data/emoji/shared_glyphs.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(Glyphs, AreAThousandClassesWithDistinctIdsAndNames) {
  std::set<std::string> ids;
  std::set<std::string> names;
  for (const EmojiClass& one : testing::glyphs().classes()) {
    ids.insert(one.id);
    names.insert(one.name);
  }
  EXPECT_EQ(testing::glyphs().classes().size(), 1000U);
  EXPECT_EQ(ids.size(), 1000U);
  EXPECT_EQ(names.size(), 1000U);
}

TEST(Glyphs, AreOrderedByCodePoint) {
  const auto& classes = testing::glyphs().classes();
  EXPECT_TRUE(std::is_sorted(classes.begin(), classes.end(),
                             [](const EmojiClass& one, const EmojiClass& other) {
                               return one.code_point < other.code_point;
                             }));
}

TEST(Glyphs, HaveTheThreeBovinesByIdAndByName) {
  const GlyphSet& set = testing::glyphs();
  EXPECT_EQ(set.class_index("u1f404"), set.class_index("cow"));
  EXPECT_EQ(set.class_index("u1f402"), set.class_index("ox"));
  EXPECT_EQ(set.class_index("u1f403"), set.class_index("water buffalo"));
  const auto place = static_cast<std::size_t>(set.class_index("cow"));
  EXPECT_EQ(set.classes()[place].code_point, char32_t{0x1F404});
  EXPECT_EQ(set.classes()[place].subgroup, "animal-mammal");
}

TEST(Glyphs, AnUnknownClassIsAnErrorWithTheNearestName) {
  EXPECT_THAT([] { testing::glyphs().class_index("water bufalo"); },
              ThrowsMessage<Error>(AllOf(HasSubstr("\"water bufalo\""),
                                         HasSubstr("did you mean \"water buffalo\""))));
}

TEST(Glyphs, ReadTwiceAreTheSame) {
  const GlyphSet again;
  EXPECT_EQ(again.content(), testing::glyphs().content());
  EXPECT_THAT(again.content(), ::testing::MatchesRegex("[0-9a-f]{64}"));
}

TEST(Glyphs, AMissingFontIsAnErrorWithItsPackage) {
  EmojiFiles files;
  files.font = "/nonexistent/font.ttf";
  EXPECT_THAT([&] { GlyphSet set(files); },
              ThrowsMessage<Error>(AllOf(HasSubstr("/nonexistent/font.ttf"),
                                         HasSubstr("install the package fonts-noto-color-emoji"))));
}

TEST(Glyphs, AFileThatIsNoFontIsAnErrorWithTheExpectedOne) {
  const testing::TemporaryDirectory directory;
  write_file(directory / "font.ttf", "no font");
  EmojiFiles files;
  files.font = directory / "font.ttf";
  EXPECT_THAT(
      [&] { GlyphSet set(files); },
      ThrowsMessage<Error>(AllOf(HasSubstr(files.font.string()), HasSubstr("NotoColorEmoji.ttf"))));
}

}  // namespace
}  // namespace remedy
