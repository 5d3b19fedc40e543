// Suites and what they are made of: preprocessing, tables, groups, label spaces, transforms.
#include "core/study/reader/suites_section.h"

#include <gmock/gmock.h>

#include "core/study/reader/read_studies.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kExampleStudy;
using testing::message;
using testing::message_with;
using ::testing::Not;
using testing::read;
using testing::replaced;
using testing::TemporaryDirectory;
using testing::write_study;
using testing::written_again;

TEST(SuitesSection, ResizesToTheShorterSideExactlyOrNotAtAll) {
  EXPECT_EQ(geometry_text(preprocess_of("{resize: [256, 288], crop: 224}")),
            "resize to 256x288, crop 224");
  EXPECT_EQ(geometry_text(preprocess_of("{resize: none, crop: 224, border: 2}")),
            "border 2, no resize, crop 224");
  EXPECT_EQ(geometry_text(preprocess_of("{resize: 40, crop: 32, interpolation: bicubic}")),
            "resize 40 bicubic, crop 32");
}

TEST(SuitesSection, CropRatioGivesTheShorterSideWithoutItsFraction) {
  EXPECT_EQ(preprocess_of("{crop: 224, crop_ratio: 0.875}").resize, 256);
  EXPECT_EQ(preprocess_of("{crop: 288, crop_ratio: 0.95}").resize, 303);  // 303.16
}

TEST(SuitesSection, NamesSizesThatCannotBe) {
  EXPECT_THAT(
      message_with("{resize: 40, crop: 32}", "{resize: [1, 2, 3], crop: 32}"),
      HasSubstr("study.yaml:6: baseline.preprocess.resize: found [1, 2, 3], expected pixels "
                "of the shorter side, [height, width] or \"none\""));
  EXPECT_THAT(message_with("{resize: 40, crop: 32}", "{resize: 40, crop: 32, crop_ratio: 0.9}"),
              HasSubstr("baseline.preprocess.crop_ratio: says how to resize, and so does"));
}

TEST(SuitesSection, SuitePreprocessesItsOwnWayAndTakesTheRestFromTheBaseline) {
  const std::string text =
      replaced(replaced(kExampleStudy, "crop: 32}", "crop: 32, interpolation: bicubic}"),
               "{role: retain, ", "{role: retain, preprocess: {resize: none, crop: 24}, ");
  const auto study = written_again(text);
  ASSERT_TRUE(study);
  EXPECT_EQ(geometry_text(study->preprocess_of(study->suites[0])), "no resize, crop 24");
  EXPECT_EQ(geometry_text(study->preprocess_of(study->suites[1])), "resize 40 bicubic, crop 32");
}

TEST(SuitesSection, SuiteHasTheBaselinesMeanAndStd) {
  EXPECT_THAT(message_with("{role: retain, ", "{role: retain, preprocess: {mean: [0, 0, 0]}, "),
              HasSubstr("suites.validation.preprocess.mean: unknown key"));
}

// A study whose suite is a manifest with the keys `more`.
std::string with_manifest(const std::string& more) {
  return replaced(kExampleStudy, "{role: retain, folder: images, labels: folders}",
                  "{role: retain, manifest: classes.txt" + more + "}");
}

TEST(SuitesSection, ReadsAManifestWithGroupsAndWritesItBack) {
  const auto study = written_again(with_manifest(
      ", root: images, columns: {file_name: img_filename, place: where}, where: {split: test, "
      "place: [0, 1]}, "
      "take: 7, groups: {bird_on: [label, place], factor: {any: [pose, size]}, class: label}, "
      "weights: {bird_on: train, class: {cow: 3, ox: 1}}"));
  ASSERT_TRUE(study);
  const ImageSet& images = study->suites[0].images;
  ASSERT_NE(images.manifest(), nullptr);
  EXPECT_EQ(images.manifest()->root.filename(), "images");
  EXPECT_EQ(images.manifest()->where[1].values, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(images.manifest()->take, 7u);
  ASSERT_EQ(images.groupings.size(), 3u);
  EXPECT_EQ(images.groupings[0].weights_split, "train");
  EXPECT_TRUE(images.groupings[1].overlapping);
  EXPECT_EQ(images.groupings[2].weights[0].first, "cow");
}

TEST(SuitesSection, FilesOfAManifestLieBesideItUnlessARootIsGiven) {
  const TemporaryDirectory directory;
  const Study study =
      finish_study(draft_study(write_study(directory, with_manifest(""))), example_catalogue());
  EXPECT_EQ(study.suites[0].images.manifest()->root, directory.path());
}

// The suite "validation" in a label space of the study.
std::string with_label_space(const std::string& space) {
  return replaced(kExampleStudy, "{role: retain, ", "{role: retain, label_space: s, ") +
         "label_spaces: {s: " + space + "}\n";
}

TEST(SuitesSection, ReadsEveryRuleOfLabelSpacesAndWritesItBack) {
  const auto space = [](const std::string& text) {
    const auto study = written_again(with_label_space(text));
    EXPECT_TRUE(study) << text;
    return study ? *study->find_label_space("s") : LabelSpace();
  };
  EXPECT_EQ(space("{rule: identity}").rule, LabelRule::kIdentity);
  EXPECT_EQ(space("{rule: any_of}").rule, LabelRule::kAnyOf);
  EXPECT_EQ(space("{rule: restrict, classes: [6, 22-23]}").classes.front().members[1], "22-23");
  EXPECT_TRUE(space("{rule: restrict}").classes.empty());
  EXPECT_EQ(space("{rule: aggregate, by: max, classes: {bear: [294-297], cat: 281}}").rule,
            LabelRule::kAggregateMax);
  const LabelSpace mapped = space("{rule: map, file: classes.txt, classes: [00_dog, 01_bird]}");
  EXPECT_EQ(mapped.file.filename(), "classes.txt");
  EXPECT_EQ(mapped.classes[1].name, "01_bird");
}

std::string with_derived(const std::string& derived) {
  return replaced(kExampleStudy, "{role: retain, ",
                  "{role: retain, pair_by: file_name, groups: {by: label}, ") +
         "derived: {d: " + derived + "}\n";
}

TEST(SuitesSection, ReadsDerivedFiguresAndWritesThemBack) {
  const auto study = written_again(with_derived("validation.top1 - test_cows.top1"));
  ASSERT_TRUE(study);
  EXPECT_EQ(study->suites[0].images.pair_by, "file_name");
  EXPECT_EQ(study->derived[0].second.suite, "test_cows");
  const Derived groups =
      read(with_derived("validation.by.a-b.c - validation.by.mean_over_images")).derived[0];
  EXPECT_EQ(groups.first.of, "a-b.c");
  EXPECT_EQ(groups.second.of, "mean_over_images");
  const auto bias = written_again(with_derived("{shape_bias: validation, by: by}"));
  ASSERT_TRUE(bias);
  EXPECT_EQ(bias->derived[0].shape_suite, "validation");
}

std::string with_suite(const std::string& suite) {
  return replaced(kExampleStudy, "stop: {on: stop,", "  more: " + suite + "\nstop: {on: stop,");
}

TEST(SuitesSection, SuiteMayUseAnotherOnesImagesThroughTransforms) {
  const auto study = written_again(
      with_suite("{role: guard, use: test_cows, transform: [grayscale, {low_pass: 3}, rotate]}"));
  ASSERT_TRUE(study);
  const ImageSet& images = study->suites[2].images;
  EXPECT_EQ(images.folder()->skip, 5u);
  EXPECT_EQ(to_text(images.transforms), "grayscale, low_pass 3, rotate 90");
  EXPECT_TRUE(study->suites[1].images.transforms.empty());
}

TEST(SuitesSection, NamesWhatIsWrongWithTransforms) {
  const auto of = [](const std::string& transform) {
    return message(with_suite("{role: guard, use: test_cows, transform: " + transform + "}"));
  };
  EXPECT_THAT(of("[grayscal]"), HasSubstr("suites.more.transform: found \"grayscal\"; did you mean "
                                          "\"grayscale\"?"));
  EXPECT_THAT(of("[{low_pass: 65}]"),
              HasSubstr("low_pass: found \"65\", expected radius in pixels from 1 to 64"));
  EXPECT_THAT(of("[{rotate: 100}]"), HasSubstr("rotate: found \"100\", expected degrees"));
  EXPECT_THAT(of("[{grayscale: 1}]"), HasSubstr("grayscale has no number"));
  EXPECT_THAT(of("[silhouette]"), HasSubstr("silhouette needs masks of the subjects"));
  EXPECT_THAT(of("grayscale"), HasSubstr("expected a list, such as [grayscale, {low_pass: 4}]"));
  EXPECT_THAT(message(with_suite("{role: guard, use: test_cow}")),
              HasSubstr("suites.more.use: there is no suite \"test_cow\" before this one; did you "
                        "mean \"test_cows\"?"));
}

TEST(SuitesSection, NamesWhatIsWrongWithDerivedFigures) {
  EXPECT_THAT(
      message(with_derived("validation.top1")),
      HasSubstr("derived.d: found \"validation.top1\", expected \"suite.top1 - suite.top1\""));
  EXPECT_THAT(message(with_derived("validation.top1 - testcows.top1")),
              HasSubstr("derived.d: there is no suite \"testcows\"; did you mean \"test_cows\"?"));
  EXPECT_THAT(
      message(with_derived("validation.bye.x - test_cows.top1")),
      HasSubstr("derived.d: the suite validation has no grouping \"bye\"; did you mean \"by\"?"));
  EXPECT_THAT(message(with_derived("validation.by.x - validation.top1")),
              HasSubstr("derived.d: top1 and a group of the same suite share images"));
  EXPECT_THAT(message_with("{role: retain, ", "{role: retain, pair_by: place, "),
              HasSubstr("suites.validation.pair_by: found \"place\", expected \"file_name\""));
}

TEST(SuitesSection, NamesWhatIsWrongWithLabelSpaces) {
  EXPECT_THAT(message(with_label_space("{rule: mapp}")),
              HasSubstr("label_spaces.s.rule: found \"mapp\"; did you mean \"map\"?"));
  EXPECT_THAT(message(with_label_space("{rule: map}")),
              HasSubstr("label_spaces.s: give the members of each class"));
  EXPECT_THAT(message(with_label_space("{rule: aggregate, classes: {a: [1]}}")),
              HasSubstr("label_spaces.s: \"by\" is missing"));
  EXPECT_THAT(message(with_label_space("{rule: any_of, classes: [1]}")),
              HasSubstr("label_spaces.s.classes: unknown key"));
  EXPECT_THAT(message_with("{role: retain, ", "{role: retain, label_space: nine, "),
              HasSubstr("suites.validation.label_space: found \"nine\"; the study's label_spaces "
                        "are: none"));
  EXPECT_THAT(message(replaced(with_label_space("{rule: any_of}"), "on: stop", "on: validation")),
              HasSubstr("stop.on: training stops by the network's own classes"));
}

TEST(SuitesSection, NamesWhatIsWrongWithGroups) {
  EXPECT_THAT(
      message(with_manifest(", weights: {bird_on: train}")),
      HasSubstr("suites.validation.weights.bird_on: there is no such grouping under \"groups\""));
  EXPECT_THAT(message(with_manifest(", groups: {bird_on: {some: [a]}}")),
              HasSubstr("suites.validation.groups.bird_on.some: unknown key"));
  EXPECT_THAT(message(with_manifest(", groups: {b: [x]}, weights: {b: {a: 0, c: 0}}")),
              HasSubstr("suites.validation.weights.b: the weights of the groups add up to 0"));
  EXPECT_THAT(message_with("{role: retain, ", "{role: retain, groups: {g: [label, place]}, "),
              HasSubstr("groups.g: found the column \"place\", but only a manifest has columns"));
  EXPECT_THAT(message_with("{role: retain, folder: images, labels: folders}",
                           "{role: retain, folder: images, manifest: classes.txt}"),
              HasSubstr("give either \"folder\" (image files), \"manifest\""));
}

}  // namespace
}  // namespace remedy
