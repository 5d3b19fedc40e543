#include "core/study/reader/study_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/reader/read_studies.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::example_catalogue;
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
  EXPECT_EQ(study.remediations[2].after, std::vector<std::string>{"tune"});
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
