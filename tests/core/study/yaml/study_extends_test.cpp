#include "core/study/yaml/study_extends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/reader/study_reader.h"

namespace remedy {
namespace {

using testing::example_catalogue;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;

// The example study in a folder of its own, and one in another folder that extends it.
class StudyExtends : public ::testing::Test {
 protected:
  StudyExtends() {
    write_file(folder_ / "base/weights.pth", "not read here");
    write_file(folder_ / "base/classes.txt", "c0 zero\n");
    std::filesystem::create_directories(folder_ / "base/images");
    write_file(folder_ / "base/study.yaml", testing::kExampleStudy);
  }

  Study read(const std::string& text, const std::vector<std::string>& overrides = {}) const {
    write_file(folder_ / "own/study.yaml", "extends: ../base/study.yaml\n" + text);
    return finish_study(draft_study(folder_ / "own/study.yaml", overrides), example_catalogue());
  }
  std::string message(const std::string& text) const {
    try {
      (void)read(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }

  TemporaryDirectory folder_;
};

TEST_F(StudyExtends, TakesOverWhatItDoesNotSay) {
  const Study study = read("study: mine\ndesign: {draws: 7}\n");
  EXPECT_EQ(study.name, "mine");
  EXPECT_EQ(study.design.draws, 7);
  EXPECT_EQ(study.design.anchor_classes, (std::vector<std::int64_t>{2, 3}));  // of the same map
  EXPECT_EQ(study.suites.size(), 2u);
}

TEST_F(StudyExtends, PathsStayRelativeToTheFileThatTheyStandIn) {
  std::filesystem::create_directories(folder_ / "own/more");
  const Study study = read("suites: {more: {role: guard, folder: more, labels: folders}}\n");
  EXPECT_EQ(study.baseline.weights, folder_ / "base/weights.pth");
  EXPECT_EQ(study.suites[0].images.folder()->folder, folder_ / "base/images");
  EXPECT_EQ(study.suites[2].images.folder()->folder, folder_ / "own/more");
}

TEST_F(StudyExtends, ListsAreReplacedAndKeysWithoutAValueTakenAway) {
  const Study study = read(
      "design: {anchor_classes: [3]}\nremediations: {mixing: ~, tune: {rate: 0.3}}\n"
      "suites: {test_cows: ~}\nstop: {on: stop}\n");
  EXPECT_EQ(study.design.anchor_classes, (std::vector<std::int64_t>{3}));
  EXPECT_EQ(study.suites.size(), 1u);
  ASSERT_EQ(study.remediations.size(), 2u);
  EXPECT_EQ(study.remediations[1].grid[0].second.size(), 1u);
}

TEST_F(StudyExtends, WhatIsInheritedCanBeSet) {
  EXPECT_EQ(read("", {"design.draws=9"}).design.draws, 9);
  EXPECT_EQ(read("", {"remediations.tune.mode=slow"}).name, "example");
}

TEST_F(StudyExtends, MistakeIsToldWithTheFileThatItStandsIn) {
  EXPECT_THAT(message("design: {draws: many}\n"),
              HasSubstr("own/study.yaml:2: design.draws: found"));
  std::string text = testing::kExampleStudy;
  text.replace(text.find("draws: 2"), 8, "draws: x");
  write_file(folder_ / "base/study.yaml", text);
  EXPECT_THAT(message("study: mine\n"), HasSubstr("base/study.yaml:17: design.draws: found \"x\""));
  write_file(folder_ / "base/study.yaml", "study: [\n");
  EXPECT_THAT(message(""), ::testing::ContainsRegex("base/study.yaml:[12]: not valid YAML"));
}

TEST_F(StudyExtends, ChainsAndRefusesRings) {
  write_file(folder_ / "base/grand.yaml", testing::kExampleStudy);
  write_file(folder_ / "base/study.yaml", "extends: grand.yaml\nstudy: parent\n");
  EXPECT_EQ(read("").name, "parent");
  write_file(folder_ / "base/grand.yaml", "extends: ../own/study.yaml\n");
  EXPECT_THAT(message(""), HasSubstr("grand.yaml:1: extends: "));
  EXPECT_THAT(message(""), HasSubstr("leads, over others, back to itself"));
}

TEST_F(StudyExtends, NamesAStudyThatIsNotThere) {
  write_file(folder_ / "own/study.yaml", "study: a\nextends: no.yaml\n");
  EXPECT_THROW(
      try { draft_study(folder_ / "own/study.yaml"); } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("study.yaml:2: extends: there is no file "));
        throw;
      },
      Error);
}

}  // namespace
}  // namespace remedy
