// What the shapes of weights do not show, as studies say it.
#include "core/study/geometry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/study_reader.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryDirectory;

// The example study with these lines in place of its architecture.
std::string with_lines(const std::string& lines) {
  std::string text = testing::kExampleStudy;
  const std::string line = "  architecture: resnet18\n";
  text.replace(text.find(line), line.size(), lines);
  return text;
}

Study study_with(const std::string& lines, const TemporaryDirectory& directory) {
  StudyDraft draft = draft_study(testing::write_study(directory, with_lines(lines)));
  draft.problems.raise();
  return std::move(draft.study);
}

Geometry geometry_with(const std::string& lines) {
  const TemporaryDirectory directory;
  return study_with(lines, directory).baseline.geometry;
}

std::string refusal_of(const std::string& lines) {
  try {
    geometry_with(lines);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// Sides as torch.nn.MaxPool2d(3, 2, padding, ceil_mode=ceil) gives them.
TEST(StemPooling, HasTheSidesOfPyTorchs) {
  const std::vector<std::int64_t> in = {3, 4, 5, 25, 26, 112};
  const auto sides = [&](const StemPooling& pooling) {
    std::vector<std::int64_t> out;
    for (const std::int64_t side : in) out.push_back(pooling.out(side));
    return out;
  };
  EXPECT_EQ(sides({1, false}), (std::vector<std::int64_t>{2, 2, 3, 13, 13, 56}));
  EXPECT_EQ(sides({1, true}), (std::vector<std::int64_t>{2, 3, 3, 13, 14, 57}));
  EXPECT_EQ(sides({0, false}), (std::vector<std::int64_t>{1, 1, 2, 12, 12, 55}));
  EXPECT_EQ(sides({0, true}), (std::vector<std::int64_t>{1, 2, 2, 12, 13, 56}));
}

TEST(StemPooling, PadsBehindWhatTheLastWindowReaches) {
  EXPECT_EQ((StemPooling{1, false}.padding_behind(26)), 1);
  EXPECT_EQ((StemPooling{1, true}.padding_behind(26)), 2);
  EXPECT_EQ((StemPooling{0, true}.padding_behind(26)), 1);
  EXPECT_EQ((StemPooling{0, true}.padding_behind(25)), 0);
}

// Ids of trials hang on these words: they are never changed.
TEST(Geometry, OfOldStudiesKeepsItsIdentity) {
  EXPECT_EQ(identity_of({}), "");
  EXPECT_EQ(identity_of({Stem::kSmall}), " small stem");
  EXPECT_EQ(hidden_identity_of({Stem::kSmall}), "");
}

TEST(Geometry, EveryDifferenceHasAnIdentityOfItsOwn) {
  EXPECT_EQ(identity_of({Stem::kCifar}), " stem 3x3 convolution of stride 1, no pooling");
  EXPECT_EQ(identity_of({Stem::kCaffe, StrideIn::k1x1, 1e-3}),
            " stem 7x7 convolution of stride 2, 3x3 max pooling of stride 2 without padding in "
            "ceil_mode stride in 1x1 batch norm eps 0.001");
  EXPECT_EQ(identity_of({Stem(), StrideIn::k1x1}), " stride in 1x1");
  EXPECT_EQ(hidden_identity_of({Stem::kCifar}), identity_of({Stem::kCifar}));
}

TEST(Geometry, IsTorchvisionsWhereAStudySaysNothing) {
  const TemporaryDirectory directory;
  const Study study = study_with("  architecture: resnet50\n", directory);
  EXPECT_EQ(identity_of(study.baseline.geometry), "");
  EXPECT_THAT(to_yaml(study), AllOf(Not(HasSubstr("stem:")), Not(HasSubstr("stride_in")),
                                    Not(HasSubstr("norm_eps"))));
}

TEST(Geometry, IsReadByNameAndInFull) {
  EXPECT_EQ(geometry_with("  stem: imagenet\n").stem, Stem::kImageNet);
  EXPECT_EQ(geometry_with("  stem: cifar\n").stem, Stem::kCifar);
  EXPECT_EQ(geometry_with("  stem: caffe\n").stem, Stem::kCaffe);
  EXPECT_EQ(geometry_with("  stem: {kernel: 3, stride: 1, pool: none}\n").stem, Stem::kCifar);
  EXPECT_EQ(geometry_with("  stem: {pool_padding: 0, pool_ceil: true}\n").stem, Stem::kCaffe);
  const Geometry caffe =
      geometry_with("  architecture: resnet50\n  stride_in: 1x1\n  batch_norm_eps: 1.0e-3\n");
  EXPECT_EQ(caffe.stride_in, StrideIn::k1x1);
  EXPECT_DOUBLE_EQ(caffe.batch_norm_eps, 1e-3);
}

TEST(Geometry, ComesBackFromYaml) {
  for (const char* stem : {"small", "cifar", "{kernel: 5, stride: 1, pool_ceil: true}",
                           "{kernel: 7, stride: 1, pool: none}"}) {
    const TemporaryDirectory directory;
    const Study study =
        study_with(fmt::format("  architecture: resnet50\n  stem: {}\n  stride_in: 1x1\n"
                               "  batch_norm_eps: 0.001\n",
                               stem),
                   directory);
    write_file(directory / "again.yaml", to_yaml(study));
    const Study again = draft_study(directory / "again.yaml").study;
    EXPECT_EQ(to_yaml(again), to_yaml(study));
    EXPECT_EQ(identity_of(again.baseline.geometry), identity_of(study.baseline.geometry));
  }
}

TEST(Geometry, MistakesAreNamed) {
  EXPECT_THAT(
      refusal_of("  stem: tiny\n"),
      AllOf(HasSubstr("study.yaml:3: baseline.stem: found \"tiny\"; allowed: imagenet (7x7"),
            HasSubstr("small (3x3 convolution of stride 2, no pooling)"),
            HasSubstr("cifar (3x3 convolution of stride 1, no pooling)")));
  EXPECT_THAT(refusal_of("  stem: {kernel: 4}\n"),
              HasSubstr("baseline.stem.kernel: found 4, expected an odd number"));
  EXPECT_THAT(refusal_of("  stem: {stride: 9}\n"), HasSubstr("found 9, expected 1 to 4"));
  EXPECT_THAT(refusal_of("  stem: {pool: none, pool_ceil: true}\n"),
              HasSubstr("baseline.stem.pool_ceil: there is no pooling: leave it out"));
  EXPECT_THAT(refusal_of("  stem: {stirde: 1}\n"), HasSubstr("did you mean \"stride\"?"));
  EXPECT_THAT(refusal_of("  stride_in: 1x1\n"), HasSubstr("a resnet18 has no bottlenecks"));
  EXPECT_THAT(refusal_of("  stride_in: 2x2\n"), HasSubstr("allowed: 3x3, 1x1"));
  EXPECT_THAT(refusal_of("  batch_norm_eps: 0\n"), HasSubstr("baseline.batch_norm_eps: found"));
}

TEST(Weights, MayNameAKeyInTheirFile) {
  const TemporaryDirectory directory;
  std::string text = testing::kExampleStudy;
  text.replace(text.find("weights: weights.pth"), 20, "weights: {file: weights.pth, key: a.ema}");
  const Study study = draft_study(testing::write_study(directory, text)).study;
  EXPECT_EQ(study.baseline.weights, directory / "weights.pth");
  EXPECT_EQ(study.baseline.weights_key, "a.ema");
  write_file(directory / "again.yaml", to_yaml(study));
  EXPECT_EQ(draft_study(directory / "again.yaml").study.baseline.weights_key, "a.ema");
}

TEST(Weights, MayBeChosenByHand) {
  const TemporaryDirectory directory;
  std::string text = testing::kExampleStudy;
  text.replace(text.find("weights: weights.pth"), 20,
               "weights: {file: weights.pth, prefix: \"\", ignore: [projector.*, '*.se.*']}");
  const Baseline baseline = draft_study(testing::write_study(directory, text)).study.baseline;
  EXPECT_EQ(baseline.weights_prefix, "");
  EXPECT_THAT(baseline.weights_ignore, ::testing::ElementsAre("projector.*", "*.se.*"));
  write_file(directory / "again.yaml",
             to_yaml(draft_study(testing::write_study(directory, text)).study));
  const Baseline again = draft_study(directory / "again.yaml").study.baseline;
  EXPECT_EQ(again.weights_prefix, "");
  EXPECT_EQ(again.weights_ignore, baseline.weights_ignore);
}

TEST(Weights, TheAllowedKeysOfABaselineAreEachNamedOnce) {
  const TemporaryDirectory directory;
  std::string text = testing::kExampleStudy;
  text.replace(text.find("weights: weights.pth"), 20, "weights: weights.pth\n  wieghts: a");
  try {
    draft_study(testing::write_study(directory, text)).problems.raise();
    FAIL() << "no error";
  } catch (const Error& error) {
    const std::string message = error.what();
    const std::string list = message.substr(message.find("allowed here: "));
    for (const char* key : {"classes", "expect", "pretrain", "weights", "preprocess"}) {
      const std::size_t first = list.find(key);
      EXPECT_NE(first, std::string::npos) << key << " in " << list;
      EXPECT_EQ(list.find(key, first + 1), std::string::npos) << key << " in " << list;
    }
  }
}

}  // namespace
}  // namespace remedy
