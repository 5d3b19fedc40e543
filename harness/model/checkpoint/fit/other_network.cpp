#include "model/checkpoint/fit/other_network.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace remedy {
namespace {

struct Known {
  const char* kind;
  std::vector<const char*> marks;  // each in the name of some tensor
};

// The first whose marks are all there.
const Known kKnown[] = {
    {"CLIP or another pair of encoders", {"logit_scale", "visual."}},
    {"CLIP or another pair of encoders", {"logit_scale", "vision_model."}},
    {"a Swin transformer", {"relative_position_bias_table"}},
    {"a vision transformer with query, key and value apart, as Hugging Face's files have them "
     "(timm's and torchvision's are read)",
     {"cls_token", "attention.attention.query"}},
    {"a vision transformer of another size or kind", {"class_token"}},
    {"a vision transformer of another size or kind", {"cls_token"}},
    {"a ConvNeXt", {"layer_scale", "features."}},
    {"a ConvNeXt", {"gamma", "stages.", "mlp."}},
    {"a ConvNeXt", {"layer_scale_parameter", "dwconv"}},
    {"a DenseNet of another size", {"denseblock1", "denselayer1"}},
    {"a GoogLeNet or an Inception network", {"inception3a."}},
    {"a GoogLeNet or an Inception network", {"Mixed_5b."}},
    {"a SqueezeNet", {".squeeze.weight", ".expand1x1.weight"}},
    {"a MobileNet or an EfficientNet", {"features.1.conv.0.0.weight"}},
    {"a MobileNet or an EfficientNet", {"features.1.0.block.0.0.weight"}},
    {"a MobileNet or an EfficientNet", {"features.1.block.0.0.weight"}},
    {"a MobileNet or an EfficientNet", {"blocks.0.0.conv_dw.weight"}},
    {"a RegNet", {"trunk_output.block1"}},
    {"a VGG or an AlexNet", {"features.0.weight", "classifier.6.weight"}},
    {"a VGG or an AlexNet", {"features.0.weight", "pre_logits.fc1.weight"}},
    {"a residual network with squeeze and excitation", {"layer1.0.se"}},
};

const ListedTensor* ending_in(const TensorSet& set, const std::string& end) {
  const auto found =
      std::find_if(set.tensors.begin(), set.tensors.end(), [&](const ListedTensor& tensor) {
        return tensor.is_tensor && tensor.shape.size() == 4 && tensor.name.size() >= end.size() &&
               tensor.name.compare(tensor.name.size() - end.size(), end.size(), end) == 0;
      });
  return found == set.tensors.end() ? nullptr : &*found;
}

// Bottlenecks of other proportions than a ResNet's, whose last convolution has four times the
// channels of the others.
std::string other_residual(const TensorSet& set) {
  const ListedTensor* first = ending_in(set, "layer1.0.conv1.weight");
  const ListedTensor* second = ending_in(set, "layer1.0.conv2.weight");
  const ListedTensor* third = ending_in(set, "layer1.0.conv3.weight");
  if (first == nullptr || second == nullptr || third == nullptr) return "";
  if (second->shape[1] < first->shape[0]) return "a ResNeXt, with grouped convolutions";
  if (third->shape[0] < 4 * first->shape[0]) return "a Wide ResNet of another width";
  return "";
}

}  // namespace

std::string other_network(const TensorSet& set) {
  const auto has = [&](const char* mark) {
    return std::any_of(set.tensors.begin(), set.tensors.end(), [&](const ListedTensor& tensor) {
      return tensor.is_tensor && tensor.name.find(mark) != std::string::npos;
    });
  };
  const auto known = std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known& one) {
    return std::all_of(one.marks.begin(), one.marks.end(), has);
  });
  return known == std::end(kKnown) ? other_residual(set) : known->kind;
}

}  // namespace remedy
