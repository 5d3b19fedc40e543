#include "data/emoji/glyphs/unicode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr const char* kNames =
    "1F402;OX;So;0;ON;;;;;N;;;;;\n"
    "1F404;COW;So;0;ON;;;;;N;;;;;\n"
    "2600;BLACK SUN WITH RAYS;So;0;ON;;;;;N;;;;;\n"
    "1F405;TIGER;So;0;ON;;;;;N;;;;;\n";
constexpr const char* kTests =
    "# group: Animals & Nature\n"
    "\n"
    "# subgroup: animal-mammal\n"
    "1F402          ; fully-qualified # ox\n"
    "1F404 200D 2B1B; fully-qualified # two code points\n"
    "# subgroup: sky & weather\n"
    "2600 FE0F      ; fully-qualified # sun\n"
    "1F9FF          ; fully-qualified # without a name\n";

TEST(Unicode, ReadsEmojiOfOneCodePointThatHaveAName) {
  const testing::TemporaryDirectory directory;
  write_file(directory / "names", kNames);
  write_file(directory / "tests", kTests);
  const auto emoji = read_emoji(directory / "names", directory / "tests");
  ASSERT_EQ(emoji.size(), 2U);
  EXPECT_EQ(emoji.at(0x1F402).name, "ox");
  EXPECT_EQ(emoji.at(0x1F402).subgroup, "animal-mammal");
  EXPECT_EQ(emoji.at(0x2600).name, "black sun with rays");
  EXPECT_EQ(emoji.at(0x2600).subgroup, "sky & weather");
}

TEST(Unicode, AMissingFileIsAnErrorWithItsPackage) {
  const testing::TemporaryDirectory directory;
  write_file(directory / "tests", kTests);
  EXPECT_THAT([&] { read_emoji(directory / "names", directory / "tests"); },
              ThrowsMessage<Error>(AllOf(HasSubstr((directory / "names").string()),
                                         HasSubstr("package unicode-data"))));
}

TEST(Unicode, ALineOfAnotherFormIsAnErrorWithItsNumber) {
  const testing::TemporaryDirectory directory;
  write_file(directory / "names", kNames);
  write_file(directory / "tests", "# comment\nox ; fully-qualified\n");
  EXPECT_THAT([&] { read_emoji(directory / "names", directory / "tests"); },
              ThrowsMessage<Error>(HasSubstr("tests:2: expected a hexadecimal code point")));
}

}  // namespace
}  // namespace remedy
