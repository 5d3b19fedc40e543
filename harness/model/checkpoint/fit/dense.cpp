#include "model/checkpoint/fit/dense.h"

#include <fmt/format.h>

#include <array>

#include "core/study/architectures.h"

namespace remedy {
namespace {

std::string layer_name(int block, int layer) {
  return fmt::format("features.denseblock{}.denselayer{}.", block + 1, layer + 1);
}

std::vector<ExpectedTensor> dense_tensors(const NetworkShape& shape) {
  constexpr std::int64_t kBottleneck = 4;  // channels inside a layer, in multiples of the growth
  const DenseLayout& layout = dense_layout(shape.architecture);
  TensorNames names;
  std::int64_t channels = layout.stem;
  names.convolution("features.conv0", 3, channels, 7);
  names.batch_norm("features.norm0", channels);
  for (int block = 0; block < 4; ++block) {
    for (int i = 0; i < layout.blocks[static_cast<std::size_t>(block)]; ++i) {
      const std::string layer = layer_name(block, i);
      const std::int64_t inner = kBottleneck * layout.growth;
      names.batch_norm(layer + "norm1", channels);
      names.convolution(layer + "conv1", channels, inner, 1);
      names.batch_norm(layer + "norm2", inner);
      names.convolution(layer + "conv2", inner, layout.growth, 3);
      channels += layout.growth;
    }
    if (block == 3) break;
    const std::string transition = fmt::format("features.transition{}.", block + 1);
    names.batch_norm(transition + "norm", channels);
    names.convolution(transition + "conv", channels, channels / 2, 1);
    channels /= 2;
  }
  names.batch_norm("features.norm5", channels);
  names.head("classifier", shape.classes, channels);
  return names.take();
}

// As torchvision's own files of 2017 have it: "denselayer1.norm.1.weight".
std::string dotted(const std::string& torchvision) {
  const std::size_t layer = torchvision.find(".denselayer");
  if (layer == std::string::npos) return torchvision;
  const std::size_t part = torchvision.find('.', layer + 1) + 1;
  const std::size_t digit = torchvision.find('.', part) - 1;
  return torchvision.substr(0, digit) + "." + torchvision.substr(digit);
}

std::optional<NetworkShape> recognise_dense(const ShapeOf& shape_of) {
  const auto* first = shape_of("features.conv0.weight");
  const auto* added = shape_of(layer_name(0, 0) + "conv2.weight");
  if (first == nullptr || first->size() != 4 || added == nullptr || added->size() != 4) {
    return std::nullopt;
  }
  constexpr int kMostLayers = 256;
  std::array<int, 4> blocks{};
  for (int block = 0; block < 4; ++block) {
    int& count = blocks[static_cast<std::size_t>(block)];
    while (count < kMostLayers && shape_of(layer_name(block, count) + "conv1.weight") != nullptr) {
      ++count;
    }
  }
  for (const ArchitectureInfo& info : architectures()) {
    const DenseLayout* layout = info.dense();
    if (layout == nullptr || layout->blocks != blocks || layout->stem != (*first)[0] ||
        layout->growth != (*added)[0]) {
      continue;
    }
    const auto* head = shape_of("classifier.weight");
    return NetworkShape{info.name, head != nullptr && head->size() == 2 ? (*head)[0] : 0,
                        DenseShape{}};
  }
  return std::nullopt;
}

}  // namespace

const TensorFamily& dense_family() {
  static const TensorFamily family = {
      {{"torchvision's and timm's", unchanged}, {"torchvision's of 2017", dotted}},
      {"features.denseblock1.denselayer1.conv1.weight",
       "features.denseblock4.denselayer2.conv2.weight"},
      dense_tensors,
      recognise_dense};
  return family;
}

}  // namespace remedy
