#include "model/checkpoint/fit/residual.h"

#include <fmt/format.h>

#include <array>

#include "core/study/architectures.h"

namespace remedy {
namespace {

std::vector<ExpectedTensor> residual_tensors(const NetworkShape& shape) {
  const ResidualLayout& layout = residual_layout(shape.architecture);
  TensorNames names;
  std::int64_t in = shape.residual()->base_width;
  names.convolution("conv1", 3, in, shape.residual()->kernel);
  names.batch_norm("bn1", in);
  for (int layer = 0; layer < 4; ++layer) {
    const std::int64_t width = shape.residual()->base_width << layer;
    const std::int64_t inner = layout.bottlenecks ? layout.widening * width : width;
    const std::int64_t out = layout.bottlenecks ? 4 * width : width;
    for (int i = 0; i < layout.blocks[static_cast<std::size_t>(layer)]; ++i) {
      const std::string block = fmt::format("layer{}.{}.", layer + 1, i);
      names.convolution(block + "conv1", in, inner, layout.bottlenecks ? 1 : 3);
      names.batch_norm(block + "bn1", inner);
      names.convolution(block + "conv2", inner, inner, 3);
      names.batch_norm(block + "bn2", inner);
      if (layout.bottlenecks) {
        names.convolution(block + "conv3", inner, out, 1);
        names.batch_norm(block + "bn3", out);
      }
      if (i == 0 && (layer > 0 || in != out)) {
        names.convolution(block + "downsample.0", in, out, 1);
        names.batch_norm(block + "downsample.1", out);
      }
      in = out;
    }
  }
  names.head("fc", shape.classes, in);
  return names.take();
}

// "convolution.weight" of "conv1.weight", "normalization.bias" of "bn2.bias".
std::string unit_name(const std::string& kind, const std::string& rest) {
  return (kind.rfind("conv", 0) == 0 ? "convolution." : "normalization.") + rest;
}

std::string hugging_face(const std::string& torchvision) {
  if (torchvision.rfind("fc.", 0) == 0) return "classifier.1." + torchvision.substr(3);
  const std::size_t dot = torchvision.find('.');
  const std::string first = torchvision.substr(0, dot);
  const std::string rest = torchvision.substr(dot + 1);
  if (first.rfind("layer", 0) != 0) return "resnet.embedder.embedder." + unit_name(first, rest);
  // layer1.0.conv1.weight, layer2.0.downsample.1.running_var
  const std::size_t second = rest.find('.');
  const std::size_t third = rest.find('.', second + 1);
  const std::string kind = rest.substr(second + 1, third - second - 1);
  const std::string left = rest.substr(third + 1);
  const std::string block = fmt::format("resnet.encoder.stages.{}.layers.{}.", first.back() - '1',
                                        rest.substr(0, second));
  if (kind == "downsample") {
    const bool convolution = left.rfind("0.", 0) == 0;
    return block + "shortcut." + (convolution ? "convolution." : "normalization.") + left.substr(2);
  }
  return block + fmt::format("layer.{}.", kind.back() - '1') + unit_name(kind, left);
}

std::optional<NetworkShape> recognise_residual(const ShapeOf& shape_of) {
  const auto* first = shape_of("conv1.weight");
  constexpr std::int64_t kWidest = 1 << 16;
  if (first == nullptr || first->size() != 4 || (*first)[0] < 1 || (*first)[0] > kWidest) {
    return std::nullopt;
  }
  const bool bottlenecks = shape_of("layer1.0.conv3.weight") != nullptr;
  const auto* inner = shape_of("layer1.0.conv1.weight");
  const bool wide = inner != nullptr && !inner->empty() && (*inner)[0] == 2 * (*first)[0];
  std::array<int, 4> blocks{};
  for (int layer = 0; layer < 4; ++layer) {
    int& count = blocks[static_cast<std::size_t>(layer)];
    constexpr int kMostBlocks = 64;
    while (count < kMostBlocks &&
           shape_of(fmt::format("layer{}.{}.conv1.weight", layer + 1, count)) != nullptr) {
      ++count;
    }
  }
  for (const ArchitectureInfo& info : architectures()) {
    const ResidualLayout* layout = info.residual();
    if (layout == nullptr || layout->bottlenecks != bottlenecks || layout->blocks != blocks ||
        (layout->widening == 2) != (bottlenecks && wide)) {
      continue;
    }
    const auto* head = shape_of("fc.weight");
    return NetworkShape{info.name, head != nullptr && head->size() == 2 ? (*head)[0] : 0,
                        ResidualShape{(*first)[0], (*first)[2]}};
  }
  return std::nullopt;
}

}  // namespace

const TensorFamily& residual_family() {
  static const TensorFamily family = {
      {{"torchvision's and timm's", unchanged}, {"Hugging Face's", hugging_face}},
      {"layer1.0.conv1.weight", "layer4.1.conv1.weight", "layer2.0.downsample.0.weight",
       "layer3.0.bn1.running_mean", "conv1.weight"},
      residual_tensors,
      recognise_residual};
  return family;
}

}  // namespace remedy
