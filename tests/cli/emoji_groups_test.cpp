// A study of groups on generated images, from the training of its baseline to its report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"
#include "core/file.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

// A network too small to learn anything, in one epoch of 5 steps.
const char kAnimalStudy[] = R"(study: animals
baseline:
  base_width: 4
  stem: small
  weights: animals.safetensors
  classes: emoji_groups
  preprocess: {resize: 32, crop: 32, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}
  pretrain: {epochs: 1, batch: 16}
data:
  training: {emoji_groups: train, per_class: 40, groups: {animal_on: [label, background]}}
  counterexamples: {emoji_groups: train, per_class: 40, select: conflicting}
  anchors: {emoji_groups: train, per_class: 40, select: aligned}
  stop: {emoji_groups: stop, per_class: 10, select: conflicting}
suites:
  val:
    role: guard
    emoji_groups: validation
    per_class: 20
    groups: {animal_on: [label, background]}
  test: {role: retain, emoji_groups: test, per_class: 20, groups: {animal_on: [label, background]}}
stop: {above: 0.99, steps: 2}
select: {rule: worst_group, on: val}
design: {anchor_classes: [2], anchors_per_class: 6}
remediations:
  identity: {}
  balanced: {use: balanced_batches, by: [group, class, mistakes, none], batch: 8}
  group_dro_batches: {batch: 8}
  mixed_finetune: {learning_rate: 1.0e-3}
)";

class EmojiGroupsTest : public ::testing::Test {
 protected:
  EmojiGroupsTest() {
    write_file(study_.path("animals.yaml"), kAnimalStudy);
    pretrained_ = study_.remedy({"pretrain", "animals.yaml", "--threads", "1"});
  }

  TinyStudy study_;
  Output pretrained_;
};

TEST_F(EmojiGroupsTest, RunsOnTheBaselineThatItsTrainingSourceMade) {
  ASSERT_EQ(pretrained_.code, 0) << pretrained_.err;
  EXPECT_THAT(pretrained_.err, HasSubstr("training_top1"));
  const Output run = study_.remedy({"run", "animals.yaml", "--threads", "1"});
  ASSERT_EQ(run.code, 0) << run.err;
  const auto records = study_.records("runs/animals", "by");
  EXPECT_EQ(records.count("logit_shift"), 0u);  // there is no target
  const Json& mixed = records.at("mixed_finetune");
  EXPECT_EQ(mixed["training_images"], 4 + 2 * 6);
  EXPECT_EQ(records.at("group_dro_batches")["training_images"], 80);
  EXPECT_EQ(records.at("balanced/none")["stop"]["steps"], 2);
  const Json& groups = mixed["suites"]["test"]["groups"]["animal_on"]["groups"];
  ASSERT_EQ(groups.size(), 4u);
  EXPECT_EQ(groups[0]["name"], "land_animal/meadow");
  EXPECT_EQ(groups[0]["images"], 10);
  EXPECT_TRUE(mixed["suites"]["test"]["over_prediction"]["remediated"].is_null());

  const Json selection = read_json(study_.path("runs/animals/report.json"))["selection"];
  EXPECT_EQ(selection["on"], "val");
  ASSERT_EQ(selection["choices"].size(), 5u) << selection;  // anchors_finetune among them
  EXPECT_EQ(selection["choices"][0]["outcomes"][0]["suite"], "test");
  EXPECT_THAT(read_file(study_.path("runs/animals/report.md")),
              HasSubstr("## Chosen by the worst group of val"));
}

TEST_F(EmojiGroupsTest, TrainingAgainMakesTheSameWeights) {
  ASSERT_EQ(pretrained_.code, 0) << pretrained_.err;
  const Output again = study_.remedy({"pretrain", "animals.yaml", "--threads", "1", "--out",
                                      "again", "--set", "baseline.weights=again.safetensors"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read_file(study_.path("again.safetensors")),
            read_file(study_.path("animals.safetensors")));
}

TEST_F(EmojiGroupsTest, SaysWhichRemediationAsksForATarget) {
  ASSERT_EQ(pretrained_.code, 0) << pretrained_.err;
  write_file(study_.path("shifted.yaml"),
             "extends: animals.yaml\nremediations: {logit_shift: {}}\n");
  const Output run =
      study_.remedy({"run", "shifted.yaml", "--only", "logit_shift", "--threads", "1"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(study_.records("runs/animals").at("logit_shift")["reason"].get<std::string>(),
              HasSubstr("asks for the target, and the study names none"));
}

}  // namespace
}  // namespace remedy
