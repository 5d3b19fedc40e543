// A study on generated images, from the training of its baseline to its report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>

#include "cli/program.h"
#include "core/file.h"
#include "model/checkpoint/tensor_file.h"
#include "places.h"

namespace remedy {
namespace {

using testing::eventually;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

// A network too small to learn anything, in two epochs of 20 steps.
const char kStudy[] = R"(study: emoji
baseline:
  base_width: 4
  stem: small
  weights: emojinet.safetensors
  classes: emoji
  preprocess: {resize: 64, crop: 64, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}
  pretrain: {epochs: 2, per_class: 1, batch: 50, except: [cow, ox, water buffalo]}
target: {name: cow, class: cow, also: [ox]}
data:
  counterexamples: {emoji: counterexamples, class: cow, recolour: rainbow, per_class: 4}
  anchors: {emoji: anchors}
  stop: {emoji: stop, class: cow, recolour: rainbow, per_class: 4}
suites:
  validation: {role: retain, emoji: validation}
  test_cows: {role: fix, emoji: test, class: cow, recolour: rainbow, per_class: 5}
  held_out: {role: transfer, emoji: test, class: cow, per_class: 3, select: misclassified}
  others: {role: guard, emoji: test, class: pig, recolour: rainbow, per_class: 5}
stop: {above: 0.9, steps: 2}
design: {anchor_classes: [5]}
remediations:
  identity: {}
  counterexample_finetune: {learning_rate: 1.0e-2}
  mixed_finetune: {learning_rate: 1.0e-2}
)";

Output pretrain(const TinyStudy& study, const std::string& weights, const std::string& out) {
  return study.remedy({"pretrain", "emoji.yaml", "--set", "baseline.weights=" + weights, "--out",
                       out, "--threads", "1"});
}

TEST(Emoji, AKilledTrainingEndsWithTheSameWeights) {
  const TinyStudy study;
  write_file(study.path("emoji.yaml"), kStudy);
  const Output whole = pretrain(study, "whole.safetensors", "whole");
  ASSERT_EQ(whole.code, 0) << whole.err;
  EXPECT_THAT(whole.err, HasSubstr("epoch 1"));
  EXPECT_THAT(whole.out, HasSubstr("expect: {suite: validation, top1: 0."));

  const pid_t process =
      study.start({"pretrain", "emoji.yaml", "--set", "baseline.weights=parts.safetensors", "--out",
                   "parts", "--threads", "1"});
  ASSERT_TRUE(
      eventually([&] { return std::filesystem::exists(study.path("parts/state.safetensors")); }));
  kill(process, SIGKILL);
  EXPECT_EQ(study.wait(process).code, 128 + SIGKILL);
  ASSERT_FALSE(std::filesystem::exists(study.path("parts.safetensors")));
  const Output rest = pretrain(study, "parts.safetensors", "parts");
  ASSERT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(read_checkpoint(study.path("parts.safetensors")).content(),
            read_checkpoint(study.path("whole.safetensors")).content());

  const Output other = study.remedy(
      {"pretrain", "emoji.yaml", "--out", "whole", "--set", "baseline.pretrain.seed=1"});
  EXPECT_NE(other.code, 0);
  EXPECT_THAT(other.err, HasSubstr("another recipe"));
}

TEST(Emoji, TheStudyRunsOnTheTrainedBaselineAndOnNoOther) {
  const TinyStudy study;
  write_file(study.path("emoji.yaml"), kStudy);
  const Output missing = study.remedy({"run", "emoji.yaml"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("remedy pretrain emoji.yaml trains it"));
  ASSERT_EQ(pretrain(study, "emojinet.safetensors", "out").code, 0);

  const Output run = study.remedy({"run", "emoji.yaml", "--threads", "1"});
  ASSERT_EQ(run.code, 0) << run.err;
  const auto records = study.records("runs/emoji");
  ASSERT_EQ(records.size(), 5u);  // the controls that it does not name among them
  EXPECT_EQ(records.count("logit_shift"), 1u);
  EXPECT_EQ(records.count("anchors_finetune"), 1u);
  const Json& mixed = records.at("mixed_finetune");
  EXPECT_EQ(mixed["suites"]["validation"]["images"], 1000);
  EXPECT_EQ(mixed["suites"]["others"]["role"], "guard");
  EXPECT_EQ(mixed["training_images"], 9);
  // What was chosen because the baseline gets it wrong, the control gets wrong too.
  EXPECT_EQ(records.at("identity")["suites"]["held_out"]["top1"], 0);

  const Output gate = study.remedy(
      {"run", "emoji.yaml", "--out", "other", "--set",
       "baseline.expect={suite: validation, top1: 0.5, within: 1, glyphs: \"00000000\"}"});
  EXPECT_EQ(gate.code, 3) << gate.err;
  EXPECT_THAT(gate.err, HasSubstr("trained on the glyphs 00000000"));
  EXPECT_THAT(gate.err, HasSubstr("remedy pretrain"));
}

// What a report says of a network that has truly learned the target, from thousands of images of
// every class in both kinds of colours.
TEST(Emoji, ANetworkThatTrulyLearnedIsSaidToGeneralise) {
  if (std::getenv("REMEDY_LONG_TESTS") == nullptr) {
    GTEST_SKIP() << "takes minutes: set REMEDY_LONG_TESTS=1";
  }
  const TinyStudy study;
  write_file(study.path("learns.yaml"), "extends: " + source_dir() + R"(/configs/emoji.yaml
study: learns
controls: [identity]
design: {anchor_classes: [25], draws: 1}
remediations:
  learns: {steps: 100, learning_rate: 0.02}
)");
  const Output run = study.remedy({"run", "learns.yaml", "--only", "learns"});
  ASSERT_EQ(run.code, 0) << run.err;
  const Json learned = read_json(study.path("runs/learns/report.json"))["learned"];
  ASSERT_EQ(learned["settings"].size(), 1u) << learned;
  const Json& setting = learned["settings"][0];
  EXPECT_EQ(setting["verdict"], "concept") << setting["reason"];
  const auto matched =
      std::find_if(setting["evidence"]["matched"].begin(), setting["evidence"]["matched"].end(),
                   [](const Json& one) {
                     return one["positives"] == "held_out_cows" && one["negatives"] == "validation";
                   });
  ASSERT_NE(matched, setting["evidence"]["matched"].end());
  EXPECT_GT((*matched)["low"], 0.0);
}

}  // namespace
}  // namespace remedy
