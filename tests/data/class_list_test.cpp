#include "data/class_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"
#include "test_data.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ClassListTest : public ::testing::Test {
 protected:
  ClassList read(const std::string& text) {
    write_file(folder_ / "classes.txt", text);
    return ClassList(folder_ / "classes.txt");
  }
  std::string error_of(const std::string& text) {
    try {
      read(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  std::string unknown(const ClassList& classes, const std::string& text) {
    try {
      classes.require(text, "study.yaml:7");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  testing::TemporaryDirectory folder_;
};

constexpr char kBirds[] = "n01 great heron, Ardea\nn02 crane, Grus grus\nn03 Crane\n";

TEST_F(ClassListTest, KeepsOrderIdsAndFirstNames) {
  const ClassList classes = read(kBirds);
  EXPECT_EQ(classes.size(), 3);
  EXPECT_EQ(classes.id(1), "n02");
  EXPECT_EQ(classes.name(0), "great heron");
}

TEST_F(ClassListTest, FindsByIdNameAliasAndIndex) {
  const ClassList classes = read(kBirds);
  EXPECT_EQ(classes.find("n03"), 2);
  EXPECT_EQ(classes.find("Great Heron"), 0);
  EXPECT_EQ(classes.find("grus GRUS"), 1);
  EXPECT_EQ(classes.find("2"), 2);
  EXPECT_EQ(classes.find("3"), std::nullopt);
  EXPECT_EQ(classes.find("-1"), std::nullopt);
  EXPECT_EQ(classes.find("2x"), std::nullopt);
  EXPECT_EQ(classes.find(""), std::nullopt);
}

TEST_F(ClassListTest, NameOfTwoClassesIsAmbiguous) {
  const ClassList classes = read(kBirds);
  EXPECT_EQ(classes.find("crane"), std::nullopt);
  EXPECT_THAT(unknown(classes, "crane"),
              AllOf(HasSubstr("study.yaml:7"), HasSubstr("n02 (crane)"), HasSubstr("n03 (Crane)")));
}

TEST_F(ClassListTest, UnknownNameGetsFileAndNearest) {
  EXPECT_THAT(unknown(read(kBirds), "great hreon"),
              AllOf(HasSubstr("study.yaml:7"), HasSubstr("great hreon"), HasSubstr("classes.txt"),
                    HasSubstr("great heron")));
}

TEST_F(ClassListTest, SameNameTwiceInOneClassIsNotAmbiguous) {
  EXPECT_EQ(read("a goldfinch, Goldfinch\n").find("goldfinch"), 0);
}

TEST_F(ClassListTest, WindowsLineEndsAndAMissingLastOneAreFine) {
  const ClassList classes = read("a x\r\nb y");
  EXPECT_EQ(classes.size(), 2);
  EXPECT_EQ(classes.name(0), "x");
}

TEST_F(ClassListTest, ErrorsNameTheLine) {
  EXPECT_THAT(error_of("a x\n\nb y\n"), AllOf(HasSubstr("classes.txt:2"), HasSubstr("blank")));
  EXPECT_THAT(error_of("a x\nb y\na z\n"), AllOf(HasSubstr(":3"), HasSubstr("line 1")));
  EXPECT_THAT(error_of("a x\nb\n"), AllOf(HasSubstr(":2"), HasSubstr("no name")));
  EXPECT_THAT(error_of(""), HasSubstr("no class"));
}

TEST_F(ClassListTest, ReadsTheThousandOfImageNet) {
  REMEDY_NEEDS_TEST_DATA("imagenet-mini");
  const ClassList classes(testing::test_data() / "imagenet-mini/synset_words.txt");
  EXPECT_EQ(classes.size(), 1000);
  EXPECT_EQ(classes.find("n02403003"), 345);
  EXPECT_EQ(classes.find("ox"), 345);
}

}  // namespace
}  // namespace remedy
