// Studies of groups: generated animals, training sources, the choice by the worst group, no target.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/study/reader/read_studies.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::message;
using testing::read;
using testing::replaced;
using testing::written_again;

const char kGroupsStudy[] = R"(study: groups
baseline:
  base_width: 8
  stem: small
  weights: to-be-trained.safetensors
  classes: emoji_groups
  pretrain: {epochs: 3, batch: 32}
data:
  training: {emoji_groups: train, per_class: 50, groups: {animal_on: [label, background]}}
  anchors: {emoji_groups: train, per_class: 50, select: aligned}
  stop: {emoji_groups: stop, per_class: 20, select: conflicting}
suites:
  val: {role: retain, emoji_groups: validation, per_class: 9,
        groups: {animal_on: [label, background]}}
  test:
    role: retain
    emoji_groups: test
    per_class: 9
    groups: {animal_on: [label, background]}
    weights: {animal_on: train}
select: {rule: worst_group, on: val}
controls: []
design: {anchor_classes: [2], anchors_per_class: 20}
remediations:
  nothing: {use: identity}
)";

TEST(GroupsStudy, ReadsEveryKey) {
  const Study study = read(kGroupsStudy);
  EXPECT_EQ(study.baseline.classes, kGroupsGenerator);
  EXPECT_EQ(study.data.training->grouped()->aligned, kAlignedInTraining);
  EXPECT_EQ(study.suites[0].images.grouped()->aligned, 0.5);
  EXPECT_EQ(study.data.anchors->grouped()->part, GroundPart::kAligned);
  EXPECT_EQ(study.suites[1].images.groupings[0].weights_split, "train");
  EXPECT_EQ(study.design.anchors_per_class, 20);
  EXPECT_EQ(study.select->suite, "val");
  EXPECT_EQ(study.select->grouping, "animal_on");
}

TEST(GroupsStudy, IsTheSameWrittenAndReadAgain) {
  const auto again = written_again(kGroupsStudy);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->select->grouping, "animal_on");
  EXPECT_EQ(again->target.class_id, "");
  EXPECT_EQ(again->data.stop->grouped()->part, GroundPart::kConflicting);
}

TEST(GroupsStudy, PretrainingNeedsATrainingSource) {
  EXPECT_THAT(message(replaced(
                  kGroupsStudy,
                  "  training: {emoji_groups: train, per_class: 50, groups: {animal_on: [label, "
                  "background]}}\n",
                  "")),
              HasSubstr("baseline: pretrain: add data.training, the images to train on"));
}

TEST(GroupsStudy, KeysOfTheGeneratorsOwnTrainingAreRefused) {
  EXPECT_THAT(message(replaced(kGroupsStudy, "batch: 32}", "batch: 32, rainbow_share: 0.1}")),
              HasSubstr("rainbow_share"));
}

TEST(GroupsStudy, NamesAColumnThatGeneratedAnimalsDoNotHave) {
  EXPECT_THAT(message(replaced(kGroupsStudy, "[label, background]", "[label, place]")),
              HasSubstr("found the column \"place\", but only a manifest has columns; generated "
                        "animals have groups by \"label\" and \"background\""));
}

TEST(GroupsStudy, NamesASplitThatHasNoShares) {
  EXPECT_THAT(
      message(replaced(kGroupsStudy, "weights: {animal_on: train}", "weights: {animal_on: test}")),
      HasSubstr("found the split \"test\", but generated animals are weighted as in "
                "\"train\"; give a number for each group"));
}

TEST(GroupsStudy, SelectionNamesASuiteWithThatGrouping) {
  EXPECT_THAT(message(replaced(kGroupsStudy, "on: val}", "on: vla}")),
              HasSubstr("select.on: found \"vla\"; did you mean \"val\"?"));
  EXPECT_THAT(message(replaced(kGroupsStudy, "on: val}", "on: val, groups: animals_on}")),
              HasSubstr("found \"animals_on\"; did you mean \"animal_on\"?; the groupings of val "
                        "are: animal_on"));
  EXPECT_EQ(message(replaced(kGroupsStudy, "rule: worst_group", "rule: mean")), "no error");
  EXPECT_THAT(message(replaced(kGroupsStudy, "rule: worst_group", "rule: median")),
              HasSubstr("worst_group"));
  EXPECT_THAT(message(replaced(kGroupsStudy,
                               "per_class: 9,\n        groups: {animal_on: [label, background]}}",
                               "per_class: 9}")),
              HasSubstr("the suite val has no groups"));
}

}  // namespace
}  // namespace remedy
