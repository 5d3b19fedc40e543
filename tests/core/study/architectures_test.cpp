#include "core/study/architectures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/error.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Architectures, NamesAreUnique) {
  std::set<std::string> names;
  for (const ArchitectureInfo& info : architectures()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    const bool another = info.timm != info.name;
    EXPECT_TRUE(!another || names.insert(info.timm).second) << info.timm;
  }
}

TEST(Architectures, AreFoundUnderTimmsNamesToo) {
  const std::pair<const char*, const char*> cases[] = {
      {"resnet18", "resnet18"},
      {"resnet50.a1_in1k", "resnet50"},
      {"wide_resnet50_2.tv_in1k", "wide_resnet50_2"},
      {"densenet121.ra_in1k", "densenet121"},
      {"vit_b_16", "vit_b_16"},
      {"vit_base_patch16_224", "vit_b_16"},
      {"vit_base_patch16_224.augreg_in21k_ft_in1k", "vit_b_16"},
      {"deit_small_patch16_224.fb_in1k", "vit_s_16"},
      {"deit_tiny_patch16_224", "vit_ti_16"},
      {"vit_large_patch32_384", "vit_l_32"},
  };
  for (const auto& [given, name] : cases) {
    const ArchitectureInfo* found = find_architecture(given);
    ASSERT_NE(found, nullptr) << given;
    EXPECT_EQ(found->name, name) << given;
  }
  for (const char* other : {"resnet81", "resnet50d", "vit", "vit_base_patch16_clip_224",
                            "vit_base_patch8_224", "deit3_base_patch16_224", "deit_base", ""}) {
    EXPECT_EQ(find_architecture(other), nullptr) << other;
  }
}

TEST(Architectures, HaveTimmsNames) {
  EXPECT_EQ(timm_name(*find_architecture("resnet34"), 224), "resnet34");
  EXPECT_EQ(timm_name(*find_architecture("vit_b_16"), 384), "vit_base_patch16_384");
}

TEST(Architectures, LackWhatNoTransformerHas) {
  const std::vector<std::string> all = {"batch norm", "a linear head", "convolutions"};
  EXPECT_THAT(lacking(*find_architecture("resnet50"), all), IsEmpty());
  EXPECT_THAT(lacking(*find_architecture("densenet121"), all), IsEmpty());
  EXPECT_THAT(lacking(*find_architecture("vit_s_16"), all),
              ElementsAre("batch norm", "convolutions"));
  EXPECT_THAT(lacking(*find_architecture("vit_s_16"), {"a linear head"}), IsEmpty());
  EXPECT_THAT(lacking(*find_architecture("torchscript"), all),
              ElementsAre("batch norm", "convolutions"));
}

TEST(Architectures, OfAnotherFamilyHaveNoSuchLayout) {
  EXPECT_EQ(residual_layout("wide_resnet50_2").widening, 2);
  EXPECT_EQ(transformer_layout("vit_l_16").layers, 24);
  try {
    residual_layout("vit_l_16");
    FAIL() << "it has one";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("there is no residual network \"vit_l_16\""));
  }
  EXPECT_THROW(transformer_layout("resnet18"), Error);
  EXPECT_EQ(dense_layout("densenet161").growth, 48);
  EXPECT_THROW(dense_layout("vit_b_16"), Error);
}

}  // namespace
}  // namespace remedy
