#include "core/study/reader/study_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "core/error.h"
#include "core/example_study.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::example_catalogue;
using ::testing::HasSubstr;
using testing::kExampleStudy;
using ::testing::Not;
using testing::TemporaryDirectory;
using testing::write_study;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

Study read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  const TemporaryDirectory directory;
  return finish_study(draft_study(write_study(directory, text), overrides), example_catalogue());
}

std::string message(const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    read(text, overrides);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// The study in `text` as it is once it was written and read again; nothing where it is written
// otherwise the second time.
std::optional<Study> written_again(const std::string& text) {
  const TemporaryDirectory directory;
  const std::string yaml =
      to_yaml(finish_study(draft_study(write_study(directory, text)), example_catalogue()));
  write_file(directory / "resolved.yaml", yaml);
  Study again = finish_study(draft_study(directory / "resolved.yaml"), example_catalogue());
  if (to_yaml(again) != yaml) return std::nullopt;
  return again;
}

std::string message_with(const std::string& from, const std::string& to) {
  return message(replaced(kExampleStudy, from, to));
}

TEST(StudyReader, ReadsEveryPart) {
  const TemporaryDirectory directory;
  const Study study = finish_study(draft_study(write_study(directory)), example_catalogue());
  EXPECT_EQ(study.name, "example");
  EXPECT_EQ(study.baseline.weights, directory / "weights.pth");
  EXPECT_EQ(study.baseline.preprocess.crop, 32);
  EXPECT_DOUBLE_EQ(study.baseline.expect->top1, 0.5);
  EXPECT_EQ(study.target.also, std::vector<std::string>{"c2"});
  EXPECT_EQ(study.data.stop->folder()->take, 5u);
  ASSERT_EQ(study.suites.size(), 2u);
  EXPECT_EQ(study.suites[1].role, Role::kFix);
  EXPECT_EQ(study.suites[1].images.folder()->skip, 5u);
  EXPECT_EQ(study.design.anchor_classes, (std::vector<std::int64_t>{2, 3}));
  ASSERT_EQ(study.stops.size(), 1u);
  EXPECT_EQ(study.stops[0].steps, 20);
  EXPECT_EQ(study.remediations[2].after, "tune");
  EXPECT_DOUBLE_EQ(*study.limits.trial_seconds, 1800);
  EXPECT_EQ(*study.limits.memory_bytes, std::uint64_t{8} << 30);
}

TEST(StudyReader, WritesWhatItReadsBack) {
  const TemporaryDirectory directory;
  const Study study = finish_study(draft_study(write_study(directory)), example_catalogue());
  const std::string yaml = to_yaml(study);
  write_file(directory / "resolved.yaml", yaml);
  const Study again = finish_study(draft_study(directory / "resolved.yaml"), example_catalogue());
  EXPECT_EQ(to_yaml(again), yaml);
  EXPECT_EQ(again.remediations[1].grid, study.remediations[1].grid);
}

Preprocess preprocess_of(const std::string& given) {
  return read(replaced(kExampleStudy, "{resize: 40, crop: 32}", given)).baseline.preprocess;
}

TEST(StudyReader, ResizesToTheShorterSideExactlyOrNotAtAll) {
  EXPECT_EQ(geometry_text(preprocess_of("{resize: [256, 288], crop: 224}")),
            "resize to 256x288, crop 224");
  EXPECT_EQ(geometry_text(preprocess_of("{resize: none, crop: 224, border: 2}")),
            "border 2, no resize, crop 224");
  EXPECT_EQ(geometry_text(preprocess_of("{resize: 40, crop: 32, interpolation: bicubic}")),
            "resize 40 bicubic, crop 32");
}

TEST(StudyReader, CropRatioGivesTheShorterSideWithoutItsFraction) {
  EXPECT_EQ(preprocess_of("{crop: 224, crop_ratio: 0.875}").resize, 256);
  EXPECT_EQ(preprocess_of("{crop: 288, crop_ratio: 0.95}").resize, 303);  // 303.16
}

TEST(StudyReader, NamesSizesThatCannotBe) {
  EXPECT_THAT(
      message_with("{resize: 40, crop: 32}", "{resize: [1, 2, 3], crop: 32}"),
      HasSubstr("study.yaml:6: baseline.preprocess.resize: found [1, 2, 3], expected pixels "
                "of the shorter side, [height, width] or \"none\""));
  EXPECT_THAT(message_with("{resize: 40, crop: 32}", "{resize: 40, crop: 32, crop_ratio: 0.9}"),
              HasSubstr("baseline.preprocess.crop_ratio: says how to resize, and so does"));
}

TEST(StudyReader, SuitePreprocessesItsOwnWayAndTakesTheRestFromTheBaseline) {
  const std::string text =
      replaced(replaced(kExampleStudy, "crop: 32}", "crop: 32, interpolation: bicubic}"),
               "{role: retain, ", "{role: retain, preprocess: {resize: none, crop: 24}, ");
  const auto study = written_again(text);
  ASSERT_TRUE(study);
  EXPECT_EQ(geometry_text(study->preprocess_of(study->suites[0])), "no resize, crop 24");
  EXPECT_EQ(geometry_text(study->preprocess_of(study->suites[1])), "resize 40 bicubic, crop 32");
}

TEST(StudyReader, SuiteHasTheBaselinesMeanAndStd) {
  EXPECT_THAT(message_with("{role: retain, ", "{role: retain, preprocess: {mean: [0, 0, 0]}, "),
              HasSubstr("suites.validation.preprocess.mean: unknown key"));
}

// A study whose suite is a manifest with the keys `more`.
std::string with_manifest(const std::string& more) {
  return replaced(kExampleStudy, "{role: retain, folder: images, labels: folders}",
                  "{role: retain, manifest: classes.txt" + more + "}");
}

TEST(StudyReader, ReadsAManifestWithGroupsAndWritesItBack) {
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

TEST(StudyReader, FilesOfAManifestLieBesideItUnlessARootIsGiven) {
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

TEST(StudyReader, ReadsEveryRuleOfLabelSpacesAndWritesItBack) {
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

TEST(StudyReader, ReadsDerivedFiguresAndWritesThemBack) {
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

TEST(StudyReader, SuiteMayUseAnotherOnesImagesThroughTransforms) {
  const auto study = written_again(
      with_suite("{role: guard, use: test_cows, transform: [grayscale, {low_pass: 3}, rotate]}"));
  ASSERT_TRUE(study);
  const ImageSet& images = study->suites[2].images;
  EXPECT_EQ(images.folder()->skip, 5u);
  EXPECT_EQ(to_text(images.transforms), "grayscale, low_pass 3, rotate 90");
  EXPECT_TRUE(study->suites[1].images.transforms.empty());
}

TEST(StudyReader, NamesWhatIsWrongWithTransforms) {
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

TEST(StudyReader, NamesWhatIsWrongWithDerivedFigures) {
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

TEST(StudyReader, NamesWhatIsWrongWithLabelSpaces) {
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

TEST(StudyReader, NamesWhatIsWrongWithGroups) {
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

TEST(StudyReader, WhatIsAcceptedHasDefaultsAndIsKept) {
  EXPECT_DOUBLE_EQ(read(kExampleStudy).accept.fix, 0.5);
  EXPECT_DOUBLE_EQ(read(kExampleStudy).accept.guard_drop, 0.05);
  const std::string text =
      std::string(kExampleStudy) + "accept: {fix: 0.8, over_prediction: 0.01}\n";
  EXPECT_DOUBLE_EQ(read(text).accept.fix, 0.8);
  EXPECT_DOUBLE_EQ(read(text).accept.retention, 0.95);
  const TemporaryDirectory directory;
  write_study(directory);
  write_file(directory / "resolved.yaml", to_yaml(read(text)));
  const Acceptance again = draft_study(directory / "resolved.yaml").study.accept;
  EXPECT_DOUBLE_EQ(again.fix, 0.8);
  EXPECT_DOUBLE_EQ(again.over_prediction, 0.01);
  EXPECT_THAT(message(std::string(kExampleStudy) + "accept: {fix: 1.5}\n"),
              HasSubstr("accept.fix"));
  EXPECT_THAT(message(std::string(kExampleStudy) + "accept: {fixes: 0.5}\n"), HasSubstr("fix"));
}

TEST(StudyReader, NamesLineKeyValueAndNearestNameOfAnUnknownKey) {
  EXPECT_THAT(message_with("  weights:", "  wieghts:"),
              AllOf(HasSubstr("study.yaml:4: baseline.wieghts: unknown key; did you mean "
                              "\"weights\"?"),
                    HasSubstr("baseline: \"weights\" is missing")));
}

TEST(StudyReader, ReportsEveryMistakeInOneGo) {
  std::string text = replaced(kExampleStudy, "draws: 2", "draws: five");
  text = replaced(text, "role: fix", "role: fixed");
  text = replaced(text, "rate: [0.1, 0.2]", "rate: [0.1, -1]");
  text = replaced(text, "mode: fast", "mod: fast");
  text = replaced(text, "30 min", "soon");
  EXPECT_THAT(message(text),
              AllOf(HasSubstr("design.draws: found \"five\", expected a whole number"),
                    HasSubstr("suites.test_cows.role: found \"fixed\"; did you mean \"fix\"?"),
                    HasSubstr("study.yaml:21: remediations.tune.rate: found -1, expected a number "
                              "greater than 0"),
                    HasSubstr("remediations.tune.mod: tune has no such parameter; did you mean "
                              "\"mode\"?"),
                    HasSubstr("limits.trial: found \"soon\"")));
}

TEST(StudyReader, RefusesAKeyThatStandsTwice) {
  EXPECT_THAT(message_with("study: example\n", "study: example\nstudy: other\n"),
              HasSubstr("study.yaml:2: study: stands here a second time"));
}

TEST(StudyReader, RefusesAnUnknownRemediationNamingTheNearest) {
  EXPECT_THAT(message_with("identity: {}", "identiy: {}"),
              HasSubstr("there is no remediation \"identiy\"; did you mean \"identity\"?"));
}

TEST(StudyReader, RefusesAChoiceThatIsNoneNamingTheNearest) {
  EXPECT_THAT(message_with("mode: fast", "mode: fsat"),
              HasSubstr("found fsat, expected one of slow, fast; did you mean \"fast\"?"));
}

TEST(StudyReader, RefusesAfterThatLeadsNowhereOrInACircle) {
  EXPECT_THAT(message_with("after: tune", "after: tun"), HasSubstr("did you mean \"tune\"?"));
  EXPECT_THAT(message_with("identity: {}",
                           "identity: {after: mixing}\n  other: {use: identity, "
                           "after: other}"),
              HasSubstr("remediations.other.after: starts, over others, from its own result"));
}

TEST(StudyReader, RefusesAStopRuleWithoutAStopSet) {
  EXPECT_THAT(message_with("  stop: {folder: images, class: c1, take: 5}\n", ""),
              HasSubstr("there is no stop set"));
}

TEST(StudyReader, AcceptsSeveralStopRulesAndKnowsThePublishedProtocol) {
  const Study study = read(replaced(
      kExampleStudy, "stop: {on: stop, above: 0.9, steps: 20}",
      "stop: [{on: stop, above: 0.9, steps: 20}, {on: test_cows, above: 0.9, steps: 20}]"));
  ASSERT_EQ(study.stops.size(), 2u);
  EXPECT_FALSE(study.stops[0].on_reported_suite());
  EXPECT_TRUE(study.stops[1].on_reported_suite());
}

TEST(StudyReader, RefusesFilesAndFoldersThatAreNotThere) {
  EXPECT_THAT(message_with("weights: weights.pth", "weights: absent.pth"),
              HasSubstr("baseline.weights: there is no file"));
  EXPECT_THAT(message_with("{role: retain, folder: images", "{role: retain, folder: pictures"),
              HasSubstr("suites.validation.folder: there is no folder"));
}

TEST(StudyReader, TakesValuesFromTheEnvironment) {
  setenv("REMEDY_EXAMPLE", "images", 1);
  unsetenv("REMEDY_ABSENT");
  const std::string from = "{role: retain, folder: images";
  EXPECT_EQ(message_with(from, "{role: retain, folder: \"${REMEDY_EXAMPLE}\""), "no error");
  EXPECT_EQ(message_with(from, "{role: retain, folder: \"${REMEDY_ABSENT:-images}\""), "no error");
  EXPECT_THAT(message_with(from, "{role: retain, folder: \"${REMEDY_ABSENT}\""),
              HasSubstr("the environment variable REMEDY_ABSENT is not set"));
}

TEST(StudyReader, OverridesReplaceAndAddValues) {
  const Study study = read(kExampleStudy, {"design.draws=3", "remediations.tune.rate=[0.3]",
                                           "remediations.second={use: tune, rate: 0.7}"});
  EXPECT_EQ(study.design.draws, 3);
  EXPECT_EQ(study.remediations[1].grid[0].second, std::vector<ParameterValue>{0.3});
  EXPECT_EQ(study.remediations.back().label, "second");
}

TEST(StudyReader, AMistakeInAnOverrideIsOne) {
  EXPECT_THAT(message(kExampleStudy, {"design.drawz=3"}), HasSubstr("design.drawz: unknown key"));
  EXPECT_THAT(message(kExampleStudy, {"draws"}), HasSubstr("expected key.path=value"));
}

TEST(StudyReader, NamesTheLineOfWhatIsNotYaml) {
  EXPECT_THAT(message("study: [example\n"), HasSubstr("study.yaml:2: not valid YAML"));
}

TEST(StudyReader, NullIsAValueOfAnOptionalParameterOnly) {
  EXPECT_EQ(message_with("mode: fast", "weight: [null, 0.5]"), "no error");
  EXPECT_THAT(message_with("mode: fast", "mode: null"), HasSubstr("found null, expected one of"));
}

// What is missing has no line, and nobody has given it on the command line.
TEST(StudyReader, WhatIsMissingIsBlamedOnTheFile) {
  EXPECT_THAT(message(""),
              AllOf(HasSubstr("study.yaml: \"study\" is missing"),
                    HasSubstr("study.yaml: \"suites\" is missing"), Not(HasSubstr("--set"))));
  const std::string no_design =
      replaced(kExampleStudy, "design: {anchor_classes: [2, 3], draws: 2, seeds: [0, 1]}\n", "");
  EXPECT_THAT(message(no_design, {"stop.steps=10"}),
              AllOf(HasSubstr("study.yaml: design: \"anchor_classes\" is missing"),
                    Not(HasSubstr("--set"))));
}

TEST(StudyReader, WhatTheCommandLineGaveIsBlamedOnIt) {
  EXPECT_THAT(message(kExampleStudy, {"design.draws=none"}), HasSubstr("--set: design.draws: "));
}

}  // namespace
}  // namespace remedy
