#include "model/checkpoint/fit/residual.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace remedy {
namespace {

using ::testing::ElementsAre;

TEST(ResidualTensors, AreAsManyAsTorchvisionsStateDictsHave) {
  const std::pair<const char*, std::size_t> counts[] = {
      {"resnet18", 122},  {"resnet34", 218},        {"resnet50", 320},        {"resnet101", 626},
      {"resnet152", 932}, {"wide_resnet50_2", 320}, {"wide_resnet101_2", 626}};
  for (const auto& [name, count] : counts) {
    EXPECT_EQ(tensors_of({name, 1000, ResidualShape{64, 7}}).size(), count) << name;
  }
}

TEST(ResidualTensors, AreRecognisedByTheirShapes) {
  for (const char* name : {"resnet18", "resnet34", "resnet50", "resnet101", "resnet152",
                           "wide_resnet50_2", "wide_resnet101_2"}) {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const ExpectedTensor& tensor : tensors_of({name, 10, ResidualShape{32, 3}})) {
      shapes[tensor.name] = tensor.shape;
    }
    const auto recognised = residual_family().recognise([&](const std::string& tensor) {
      const auto found = shapes.find(tensor);
      return found == shapes.end() ? nullptr : &found->second;
    });
    ASSERT_TRUE(recognised.has_value()) << name;
    EXPECT_EQ(recognised->architecture, name);
    EXPECT_EQ(recognised->classes, 10);
    EXPECT_EQ(recognised->residual()->base_width, 32);
    EXPECT_EQ(recognised->residual()->kernel, 3);
  }
}

// As transformers' ResNetForImageClassification names its parameters.
TEST(NameFamilies, HuggingFaces) {
  const auto rename = residual_family().names.at(1).rename;
  EXPECT_EQ(rename("conv1.weight"), "resnet.embedder.embedder.convolution.weight");
  EXPECT_EQ(rename("bn1.running_mean"), "resnet.embedder.embedder.normalization.running_mean");
  EXPECT_EQ(rename("layer1.0.conv1.weight"),
            "resnet.encoder.stages.0.layers.0.layer.0.convolution.weight");
  EXPECT_EQ(rename("layer3.22.bn3.num_batches_tracked"),
            "resnet.encoder.stages.2.layers.22.layer.2.normalization.num_batches_tracked");
  EXPECT_EQ(rename("layer2.0.downsample.0.weight"),
            "resnet.encoder.stages.1.layers.0.shortcut.convolution.weight");
  EXPECT_EQ(rename("layer4.0.downsample.1.bias"),
            "resnet.encoder.stages.3.layers.0.shortcut.normalization.bias");
  EXPECT_EQ(rename("fc.bias"), "classifier.1.bias");
}

}  // namespace
}  // namespace remedy
