#include "model/checkpoint/fit/other_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace remedy {
namespace {

using ::testing::HasSubstr;

TensorSet set_of(const std::map<std::string, std::vector<std::int64_t>>& tensors) {
  TensorSet set;
  for (const auto& [name, shape] : tensors) {
    ListedTensor tensor;
    tensor.name = name;
    tensor.shape = shape;
    set.tensors.push_back(tensor);
  }
  return set;
}

// Names as torchvision 0.14, timm 0.9 and transformers 4.40 write them.
TEST(OtherNetwork, IsToldByNames) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"class_token", "conv_proj.weight", "encoder.pos_embedding"}, "vision transformer"},
      {{"cls_token", "pos_embed", "blocks.0.attn.qkv.weight"}, "vision transformer"},
      {{"vit.embeddings.cls_token", "classifier.weight"}, "vision transformer"},
      {{"layers.0.blocks.0.attn.relative_position_bias_table"}, "Swin"},
      {{"logit_scale", "visual.conv1.weight", "positional_embedding"}, "CLIP"},
      {{"features.1.0.layer_scale", "features.0.0.weight"}, "ConvNeXt"},
      {{"stages.0.blocks.0.gamma", "stages.0.blocks.0.mlp.fc1.weight"}, "ConvNeXt"},
      {{"module.features.denseblock1.denselayer1.norm1.weight"}, "DenseNet"},
      {{"inception3a.branch1.conv.weight"}, "GoogLeNet"},
      {{"Mixed_5b.branch1x1.conv.weight"}, "Inception"},
      {{"features.3.squeeze.weight", "features.3.expand1x1.weight"}, "SqueezeNet"},
      {{"features.1.conv.0.0.weight", "classifier.1.weight"}, "MobileNet"},
      {{"features.1.0.block.0.0.weight"}, "EfficientNet"},
      {{"blocks.0.0.conv_dw.weight"}, "EfficientNet"},
      {{"features.0.weight", "classifier.6.weight"}, "VGG"},
      {{"trunk_output.block1.block1-0.f.a.0.weight"}, "RegNet"},
      {{"layer1.0.se_module.fc1.weight"}, "squeeze and excitation"},
  };
  for (const auto& [names, kind] : cases) {
    std::map<std::string, std::vector<std::int64_t>> tensors;
    for (const std::string& name : names) tensors[name] = {4, 4};
    EXPECT_THAT(other_network(set_of(tensors)), HasSubstr(kind)) << names.front();
  }
}

TEST(OtherNetwork, IsToldByShapesOfBottlenecks) {
  const auto bottleneck = [](std::int64_t one, std::int64_t grouped, std::int64_t three) {
    return other_network(set_of({{"module.layer1.0.conv1.weight", {one, 64, 1, 1}},
                                 {"module.layer1.0.conv2.weight", {one, grouped, 3, 3}},
                                 {"module.layer1.0.conv3.weight", {three, one, 1, 1}}}));
  };
  EXPECT_THAT(bottleneck(128, 4, 256), HasSubstr("ResNeXt"));
  EXPECT_THAT(bottleneck(128, 128, 256), HasSubstr("Wide ResNet"));
  EXPECT_EQ(bottleneck(64, 64, 256), "");
}

TEST(OtherNetwork, IsNotToldOfAnythingElse) {
  EXPECT_EQ(other_network(set_of({{"fc.weight", {2, 2}}, {"layer1.0.conv1.weight", {2, 2}}})), "");
  EXPECT_EQ(other_network({}), "");
}

}  // namespace
}  // namespace remedy
