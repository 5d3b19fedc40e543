// The parts of a study that are about generated images.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_study.h"
#include "core/file.h"
#include "core/study/reader/study_reader.h"

namespace remedy {
namespace {

using testing::example_catalogue;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;

const char kStudy[] = R"(study: generated
baseline:
  base_width: 32
  stem: small
  weights: to-be-trained.safetensors
  classes: emoji
  expect: {suite: validation, top1: 0.7, within: 0.1, glyphs: 0123456789}
  pretrain: {epochs: 3, rainbow_share: 0.25, except: [cow, ox], precision: bfloat16}
target: {name: cow, class: cow}
data:
  counterexamples: {emoji: counterexamples, class: cow, recolour: rainbow, per_class: 10}
suites:
  validation: {role: retain, emoji: validation, per_class: 3}
  others: {role: guard, emoji: test, except: [cow], recolour: rainbow, first: 7}
  held_out: {role: transfer, emoji: test, class: cow, per_class: 5, select: misclassified}
remediations:
  nothing: {use: identity}
)";

Study read(const std::string& text, const TemporaryDirectory& directory) {
  write_file(directory / "study.yaml", text);
  return finish_study(draft_study(directory / "study.yaml"), example_catalogue());
}

std::string generated_message(const std::string& from, const std::string& to) {
  std::string text = kStudy;
  text.replace(text.find(from), from.size(), to);
  const TemporaryDirectory directory;
  try {
    read(text, directory);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(EmojiStudy, ReadsEveryKey) {
  const TemporaryDirectory directory;
  const Study study = read(kStudy, directory);
  EXPECT_EQ(study.baseline.geometry.stem, Stem::kSmall);
  EXPECT_EQ(study.baseline.classes, kGenerator);
  EXPECT_EQ(study.baseline.expect->glyphs, "0123456789");
  ASSERT_TRUE(study.baseline.pretrain);
  EXPECT_EQ(study.baseline.pretrain->epochs, 3);
  EXPECT_DOUBLE_EQ(study.baseline.pretrain->rainbow_share, 0.25);
  EXPECT_TRUE(study.baseline.pretrain->bfloat16);
  const GeneratedSource& counterexamples = *study.data.counterexamples->generated();
  EXPECT_STREQ(kGeneratedSplits[counterexamples.split], "counterexamples");
  EXPECT_EQ(counterexamples.per_class, 10u);
  EXPECT_TRUE(counterexamples.rainbow);
  EXPECT_EQ(study.data.counterexamples->label, "cow");
  EXPECT_EQ(study.suites[1].images.generated()->first, 7u);
  EXPECT_EQ(study.suites[1].images.generated()->except, std::vector<std::string>{"cow"});
  EXPECT_TRUE(study.suites[2].images.generated()->misclassified);
}

TEST(EmojiStudy, ComesBackFromYaml) {
  const TemporaryDirectory directory;
  const Study study = read(kStudy, directory);
  write_file(directory / "again.yaml", to_yaml(study));
  const Study again = finish_study(draft_study(directory / "again.yaml"), example_catalogue());
  EXPECT_EQ(to_yaml(again), to_yaml(study));
}

TEST(EmojiStudy, MistakesAreNamed) {
  EXPECT_THAT(
      generated_message("emoji: validation", "emoji: validatoin"),
      HasSubstr("study.yaml:13: suites.validation.emoji: found \"validatoin\"; did you mean "
                "\"validation\"?"));
  EXPECT_THAT(generated_message("recolour: rainbow, per", "recolour: red, per"),
              HasSubstr("data.counterexamples.recolour: found \"red\""));
  EXPECT_THAT(
      generated_message("{role: guard, emoji: test", "{role: guard, emoji: test, folder: ."),
      HasSubstr("give either \"folder\""));
  EXPECT_THAT(generated_message("except: [cow], recolour", "class: ox, except: [cow], recolour"),
              HasSubstr("suites.others.except: goes with all classes"));
  EXPECT_THAT(generated_message("stem: small", "stem: tiny"),
              HasSubstr("baseline.stem: found \"tiny\"; allowed: imagenet"));
  EXPECT_THAT(generated_message("epochs: 3", "epochs: 0"), HasSubstr("baseline.pretrain.epochs"));
  EXPECT_THAT(generated_message("per_class: 3", "take: 3"),
              HasSubstr("suites.validation.take: unknown key"));
}

TEST(EmojiStudy, AnchorsAreNotChosenByTheBaseline) {
  EXPECT_THAT(generated_message("data:\n",
                                "design: {anchor_classes: [5]}\ndata:\n  anchors: {emoji: "
                                "anchors, select: misclassified}\n"),
              HasSubstr("data.anchors: select: misclassified"));
}

TEST(EmojiStudy, WeightsMayBeMissingOnlyWhereTheyCanBeTrained) {
  std::string text = kStudy;
  const std::size_t at = text.find("  pretrain:");
  text.erase(at, text.find('\n', at) - at + 1);
  const TemporaryDirectory directory;
  EXPECT_THROW(read(text, directory), Error);
}

}  // namespace
}  // namespace remedy
