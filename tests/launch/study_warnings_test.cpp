#include "launch/study_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class StudyWarnings : public ::testing::Test {
 protected:
  StudyWarnings() {
    setenv("REMEDY_CACHE", (root_ / "cache").c_str(), /*overwrite=*/1);
    use_classes("ant one\nbee two\ncow three\n");
    study_.file = root_ / "study.yaml";
    study_.target.class_id = study_.target.name = "cow";
    for (const char* folder : {"ant", "bee", "cow"}) add(std::string(folder) + "/a.png");
    Suite suite;
    suite.name = "val";
    suite.images.folder()->folder = root_ / "val";
    study_.suites.push_back(suite);
  }

  void use_classes(const std::string& text) {
    write_file(root_ / "classes.txt", text);
    study_.baseline.classes = root_ / "classes.txt";
  }
  void add(const std::string& path, const std::string& content = "x") const {
    write_file(root_ / "val" / path, content);
  }
  // "kind: message" of each.
  std::vector<std::string> warnings() const {
    std::vector<std::string> texts;
    for (const auto& [kind, message] : listing_warnings(study_, list_study(study_))) {
      texts.push_back(kind + ": " + message);
    }
    return texts;
  }
  static Json summary(double top1, int images, int classes) {
    return {{"classes", classes},
            {"baseline", {{"val", {{"role", "retain"}, {"images", images}, {"top1", top1}}}}}};
  }

  testing::TemporaryDirectory root_;
  Study study_;
};

TEST_F(StudyWarnings, NothingStrangeNoWarning) {
  add(".hidden");
  EXPECT_THAT(warnings(), IsEmpty());
}

TEST_F(StudyWarnings, FilesLeftOutAreCountedAndNamedByWhatTheyAre) {
  add("ant/b.gif", "GIF89a");
  add("ant/c", "\x89PNG\r\n\x1A\n");
  add("notes.txt");
  const auto found = warnings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0], AllOf(HasSubstr("files_left_out: suites.val: 3 files"),
                              HasSubstr("ant/b.gif (a GIF image)"),
                              HasSubstr("ant/c (a PNG image; rename it)"), HasSubstr("notes.txt")));
  for (int i = 0; i < 9; ++i) add("more" + std::to_string(i));
  EXPECT_THAT(warnings()[0], AllOf(HasSubstr("12 files"), HasSubstr("and 7 more")));
}

TEST_F(StudyWarnings, FolderThatSetsShareIsToldOnce) {
  add("notes.txt");
  study_.suites.push_back(study_.suites.front());
  study_.suites.back().name = "again";
  const auto found = warnings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0], HasSubstr("suites.val, suites.again: 1 file of"));
}

TEST_F(StudyWarnings, DanglingLinksAreNamed) {
  std::filesystem::create_symlink("/no/such/place", root_ / "val/ant/link");
  ASSERT_EQ(warnings().size(), 1U);
  EXPECT_THAT(warnings()[0], AllOf(HasSubstr("dangling_links"), HasSubstr("ant/link")));
}

TEST_F(StudyWarnings, FoldersThatAreNotInTheOrderOfTheClassList) {
  use_classes("cow three\nant one\nbee two\n");
  ASSERT_EQ(warnings().size(), 1U);
  EXPECT_THAT(warnings()[0], AllOf(HasSubstr("class_order"), HasSubstr("'cow' has label 0"),
                                   HasSubstr("baseline.expect")));
  study_.baseline.expect = Expectation{"val", 0.5, 0.1, ""};
  EXPECT_THAT(warnings(), IsEmpty());
}

TEST_F(StudyWarnings, NumbersThatCountUpAreInOrderWhereverTheyBegin) {
  std::filesystem::remove_all(root_ / "val");
  std::string list, wrong;
  for (int i = 1; i <= 11; ++i) {
    add(std::to_string(i) + "/a.png");
    list += fmt::format("{} name{}\n", i, i);
    wrong = fmt::format("{} name{}\n", i, i) + wrong;
  }
  study_.target.class_id = study_.target.name = "3";
  use_classes(list);
  EXPECT_THAT(warnings(), IsEmpty());
  use_classes(wrong);
  ASSERT_EQ(warnings().size(), 1U);
  EXPECT_THAT(warnings()[0], HasSubstr("class_order"));
}

TEST_F(StudyWarnings, TargetNamedAsAnotherClass) {
  study_.target.name = "one";
  ASSERT_EQ(warnings().size(), 1U);
  EXPECT_THAT(warnings()[0], AllOf(HasSubstr("target_name"), HasSubstr("'one'"), HasSubstr("cow")));
  study_.target.also = {"ant"};
  EXPECT_THAT(warnings(), IsEmpty());
}

TEST_F(StudyWarnings, BaselineThatGuesses) {
  for (const double top1 : {0.0, 0.001, 0.002}) {
    const auto found = baseline_warnings(study_, summary(top1, 1405, 1000));
    ASSERT_EQ(found.size(), 1U) << top1;
    EXPECT_THAT(found[0].message, AllOf(HasSubstr("suites.val"), HasSubstr("baseline.expect"),
                                        HasSubstr("1000 classes")));
  }
  EXPECT_THAT(baseline_warnings(study_, summary(0.857, 7, 6)), IsEmpty());
  EXPECT_THAT(baseline_warnings(study_, summary(0.02, 1405, 1000)), IsEmpty());
  EXPECT_EQ(baseline_warnings(study_, summary(0.5, 100, 2)).size(), 1U);
  EXPECT_THAT(baseline_warnings(study_, summary(0.7, 100, 2)), IsEmpty());
}

TEST_F(StudyWarnings, NearDuplicatesAreCountedAndNamed) {
  Json found = summary(0.9, 100, 3);
  found["near_duplicates"] = {{"count", 3},
                              {"first", {"data.anchors:a.png = suites.val:b.jpg", "x = y"}}};
  const auto warnings = baseline_warnings(study_, found);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].kind, "near_duplicates");
  EXPECT_THAT(warnings[0].message, AllOf(HasSubstr("3 training images are nearly the same"),
                                         HasSubstr("\n  data.anchors:a.png = suites.val:b.jpg"),
                                         HasSubstr("and 1 more")));
}

TEST_F(StudyWarnings, StudiesWithoutATargetAreFine) {
  study_.target = Target();
  EXPECT_THAT(warnings(), IsEmpty());
}

TEST_F(StudyWarnings, BaselineThatIsConfirmedOrNotToRetainIsNotJudged) {
  Json fix = summary(0, 100, 1000);
  fix["baseline"]["val"]["role"] = "fix";
  EXPECT_THAT(baseline_warnings(study_, fix), IsEmpty());
  study_.baseline.expect = Expectation{"val", 0, 0.1, ""};
  EXPECT_THAT(baseline_warnings(study_, summary(0, 100, 1000)), IsEmpty());
}

TEST_F(StudyWarnings, AreKeptByPartAndTheFileGoesWithTheLast) {
  const RunDirectory run(root_ / "run");
  keep_warnings(run, "listing", {});
  EXPECT_FALSE(std::filesystem::exists(run.warnings()));
  keep_warnings(run, "listing", {{"a", "one"}});
  keep_warnings(run, "baseline", {{"b", "two"}});
  EXPECT_EQ(read_json(run.warnings()), (Json{{"listing", {{{"kind", "a"}, {"message", "one"}}}},
                                             {"baseline", {{{"kind", "b"}, {"message", "two"}}}}}));
  keep_warnings(run, "listing", {});
  EXPECT_THAT(read_file(run.warnings()), AllOf(Not(HasSubstr("one")), HasSubstr("two")));
  keep_warnings(run, "baseline", {});
  EXPECT_FALSE(std::filesystem::exists(run.warnings()));
}

}  // namespace
}  // namespace remedy
