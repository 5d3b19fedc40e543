// Studies of vision transformers.
#include <gmock/gmock.h>

#include "core/study/reader/read_studies.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::example_catalogue;
using ::testing::HasSubstr;
using testing::kExampleStudy;
using testing::message;
using ::testing::Not;
using testing::replaced;
using testing::TemporaryDirectory;
using testing::write_study;
using testing::written_again;

std::string of_transformer(const std::string& name = "vit_ti_16") {
  return replaced(kExampleStudy, "resnet18", name);
}

TEST(TransformerStudy, IsReadAndWrittenBackWithoutKeysOfConvolutions) {
  const auto study = written_again(of_transformer());
  ASSERT_TRUE(study);
  EXPECT_EQ(study->baseline.architecture, "vit_ti_16");
  EXPECT_THAT(to_yaml(*study), Not(HasSubstr("base_width")));
}

TEST(TransformerStudy, MayHaveTimmsName) {
  const auto study = written_again(of_transformer("deit_tiny_patch16_224.fb_in1k"));
  ASSERT_TRUE(study);
  EXPECT_EQ(study->baseline.architecture, "vit_ti_16");
  EXPECT_THAT(message(of_transformer("vit_base_patch16_clip_224")),
              AllOf(HasSubstr("found \"vit_base_patch16_clip_224\""), HasSubstr("vit_b_16"),
                    HasSubstr("or what timm calls them")));
}

TEST(TransformerStudy, RefusesKeysOfResidualNetworks) {
  for (const std::string key :
       {"base_width: 32", "stem: small", "stride_in: 1x1", "batch_norm_eps: 0.001"}) {
    const std::string text = replaced(of_transformer(), "  weights: weights.pth",
                                      "  " + key + "\n  weights: weights.pth");
    EXPECT_THAT(message(text),
                HasSubstr(fmt::format("study.yaml:4: baseline.{}: goes with residual networks, and "
                                      "a vit_ti_16 is none: leave it out",
                                      key.substr(0, key.find(':')))));
  }
}

TEST(TransformerStudy, ADenseNetworkHasNoSuchKeysEither) {
  ASSERT_TRUE(written_again(of_transformer("densenet121")));
  EXPECT_THAT(message(replaced(of_transformer("densenet121"), "  weights: weights.pth",
                               "  stem: small\n  weights: weights.pth")),
              HasSubstr("baseline.stem: goes with residual networks, and a densenet121 is none"));
  EXPECT_THAT(message(replaced(of_transformer("densenet121"), "crop: 32", "crop: 33")),
              HasSubstr("no error"));
}

TEST(TransformerStudy, HasImagesOfWholePatchesAndOneSize) {
  EXPECT_THAT(message(replaced(of_transformer(), "crop: 32", "crop: 40")),
              HasSubstr("study.yaml:6: baseline.preprocess.crop: found 40, expected a multiple of "
                        "16: a vit_ti_16 sees its image in patches of so many pixels"));
  EXPECT_THAT(message(replaced(of_transformer(), "{role: retain, ",
                               "{role: retain, preprocess: {resize: none, crop: 16}, ")),
              HasSubstr("suites.validation.preprocess: crop: found 16, expected 32, as under "
                        "baseline: a vit_ti_16 takes images of one size"));
}

TEST(TransformerStudy, RefusesAMethodThatNeedsWhatItLacks) {
  const auto problem = [](const std::string& text, const std::string& need) -> std::string {
    Catalogue catalogue = example_catalogue();
    RemediationInfo info;
    info.id = "demanding";
    info.version = "1.0.0";
    info.needs = {need};
    catalogue.add(info);
    const TemporaryDirectory directory;
    try {
      finish_study(draft_study(write_study(directory, text), {"remediations={demanding: {}}"}),
                   catalogue);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  for (const std::string need : {"batch norm", "convolutions"}) {
    EXPECT_THAT(problem(of_transformer(), need),
                HasSubstr("remediations.demanding: demanding needs " + need +
                          ", which a vit_ti_16 does not have: leave it out"));
    EXPECT_EQ(problem(kExampleStudy, need), "");
  }
  EXPECT_EQ(problem(of_transformer(), "a linear head"), "");
}

}  // namespace
}  // namespace remedy
