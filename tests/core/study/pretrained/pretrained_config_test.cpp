#include "core/study/pretrained/pretrained_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_study.h"
#include "core/file.h"
#include "core/study/study_reader.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// As timm's models stand on the Hub.
constexpr char kTimm[] = R"({
  "architecture": "resnet18", "num_classes": 1000,
  "pretrained_cfg": {
    "tag": "a1_in1k", "custom_load": false, "input_size": [3, 224, 224],
    "test_input_size": [3, 288, 288], "fixed_input_size": false, "interpolation": "bicubic",
    "crop_pct": 0.95, "test_crop_pct": 1.0, "crop_mode": "center",
    "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.25, 0.3], "num_classes": 1000,
    "pool_size": [7, 7], "first_conv": "conv1", "classifier": "fc"}})";

// As transformers' ResNets stand there.
constexpr char kTransformers[] = R"({
  "crop_pct": 0.875, "do_normalize": true, "do_resize": true,
  "feature_extractor_type": "ConvNextFeatureExtractor", "image_mean": [0.485, 0.456, 0.406],
  "image_std": [0.229, 0.224, 0.225], "resample": 3, "size": 224})";

class PretrainedConfigs : public ::testing::Test {
 protected:
  Preprocess read(const char* file, const std::string& text) const {
    write_file(directory_ / file, text);
    return pretrained_config(directory_ / "model.safetensors").value().preprocess;
  }
  std::string refusal(const std::string& from, const std::string& to) const {
    std::string text = kTimm;
    text.replace(text.find(from), from.size(), to);
    try {
      read("config.json", text);
      return "";
    } catch (const Error& error) {
      return error.what();
    }
  }
  const testing::TemporaryDirectory directory_;
};

TEST_F(PretrainedConfigs, TimmsAreRead) {
  const Preprocess found = read("config.json", kTimm);
  EXPECT_EQ(found.crop, 224);
  EXPECT_EQ(found.resize, 235);  // floor(224 / 0.95)
  EXPECT_EQ(found.interpolation, Interpolation::kBicubic);
  EXPECT_THAT(found.mean, ElementsAre(0.5, 0.4, 0.3));
  EXPECT_THAT(found.std, ElementsAre(0.2, 0.25, 0.3));
}

TEST_F(PretrainedConfigs, TransformersAreRead) {
  for (const std::string size : {"224", R"({"shortest_edge": 224})"}) {
    std::string text = kTransformers;
    text.replace(text.find("\"size\": 224"), 11, "\"size\": " + size);
    const Preprocess found = read("preprocessor_config.json", text);
    EXPECT_EQ(found.crop, 224);
    EXPECT_EQ(found.resize, 256);
    EXPECT_EQ(found.interpolation, Interpolation::kBicubic);
    EXPECT_THAT(found.mean, ElementsAre(0.485, 0.456, 0.406));
  }
}

TEST_F(PretrainedConfigs, WhatIsWrittenIsReadBack) {
  for (const int resize : {224, 232, 235, 236, 248, 255, 256, 299, 441}) {
    Baseline baseline;
    baseline.preprocess.resize = resize;
    baseline.preprocess.interpolation = Interpolation::kBicubic;
    const Preprocess again = read("config.json", timm_config(baseline, 10).dump());
    EXPECT_EQ(difference(again, baseline.preprocess), "");
  }
}

TEST_F(PretrainedConfigs, AbsentOrOfAnotherKindAreNone) {
  EXPECT_FALSE(pretrained_config(directory_ / "model.pth").has_value());
  write_file(directory_ / "config.json", R"({"model_type": "resnet", "depths": [2, 2, 2, 2]})");
  EXPECT_FALSE(pretrained_config(directory_ / "model.pth").has_value());
}

TEST_F(PretrainedConfigs, WhatCannotBeDoneIsRefusedByItsKey) {
  EXPECT_THAT(refusal("\"bicubic\"", "\"lanczos\""),
              AllOf(HasSubstr("config.json: pretrained_cfg.interpolation is \"lanczos\""),
                    HasSubstr("expected \"bilinear\" or \"bicubic\"")));
  EXPECT_THAT(refusal("\"center\"", "\"squash\""), HasSubstr("crop_mode is \"squash\""));
  EXPECT_THAT(refusal("[3, 224, 224]", "[3, 224, 256]"), HasSubstr("square images"));
  EXPECT_THAT(refusal("[3, 224, 224]", "[1, 28, 28]"), HasSubstr("three channels"));
  EXPECT_THAT(refusal("0.95", "0"), HasSubstr("crop_pct is 0, expected a number from 0.1 to 1"));
  EXPECT_THAT(refusal("[0.2, 0.25, 0.3]", "[0.2, 0.0, 0.3]"), HasSubstr("std"));
}

TEST_F(PretrainedConfigs, AStudyReadsThemByAuto) {
  std::string text = testing::kExampleStudy;
  const std::size_t begin = text.find("preprocess: ");
  ASSERT_NE(begin, std::string::npos);
  text.replace(begin, text.find('\n', begin) - begin, "preprocess: auto");
  const auto file = testing::write_study(directory_, text);
  try {
    draft_study(file).problems.raise();
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("baseline.preprocess: auto: there is neither"));
  }
  write_file(directory_ / "config.json", kTimm);
  const Study study = draft_study(file).study;
  EXPECT_EQ(study.baseline.preprocess.resize, 235);
  EXPECT_EQ(study.baseline.preprocess.interpolation, Interpolation::kBicubic);
  // As run: with the values, whatever becomes of the file.
  std::filesystem::remove(directory_ / "config.json");
  write_file(directory_ / "again.yaml", to_yaml(study));
  const Study again = draft_study(directory_ / "again.yaml").study;
  EXPECT_EQ(difference(again.baseline.preprocess, study.baseline.preprocess), "");
}

TEST(PreprocessDifference, NamesEveryKey) {
  Preprocess other;
  other.resize = 235;
  other.interpolation = Interpolation::kBicubic;
  EXPECT_EQ(difference(Preprocess(), Preprocess()), "");
  EXPECT_EQ(difference(Preprocess(), other),
            "resize is 256, not 235; interpolation is bilinear, not bicubic");
}

}  // namespace
}  // namespace remedy
