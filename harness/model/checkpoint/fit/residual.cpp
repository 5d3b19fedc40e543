#include "model/checkpoint/fit/residual.h"

#include <array>

#include "core/error.h"

namespace remedy {
namespace {

struct Layout {
  const char* name;
  bool bottleneck;
  std::array<int, 4> blocks;
};

constexpr std::array<Layout, 5> kLayouts = {{
    {"resnet18", false, {2, 2, 2, 2}},
    {"resnet34", false, {3, 4, 6, 3}},
    {"resnet50", true, {3, 4, 6, 3}},
    {"resnet101", true, {3, 4, 23, 3}},
    {"resnet152", true, {3, 8, 36, 3}},
}};

class TensorNames {
 public:
  void convolution(const std::string& name, std::int64_t in, std::int64_t out,
                   std::int64_t kernel) {
    add(name + ".weight", {out, in, kernel, kernel});
  }

  void batch_norm(const std::string& name, std::int64_t channels) {
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
      add(name + part, {channels});
    }
    add(name + ".num_batches_tracked", {});
    all_.back().counter = true;
  }

  void head(std::int64_t classes, std::int64_t features) {
    add("fc.weight", {classes, features});
    all_.back().head = true;
    add("fc.bias", {classes});
    all_.back().head = true;
  }

  std::vector<ExpectedTensor> take() { return std::move(all_); }

 private:
  void add(const std::string& name, std::vector<std::int64_t> shape) {
    ExpectedTensor& tensor = all_.emplace_back();
    tensor.name = name;
    tensor.shape = std::move(shape);
  }

  std::vector<ExpectedTensor> all_;
};

std::string unchanged(const std::string& torchvision) { return torchvision; }

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

}  // namespace

std::vector<ExpectedTensor> residual_tensors(const ResidualShape& shape) {
  for (const Layout& layout : kLayouts) {
    if (shape.architecture != layout.name) continue;
    TensorNames names;
    std::int64_t in = shape.base_width;
    names.convolution("conv1", 3, in, shape.kernel);
    names.batch_norm("bn1", in);
    for (int layer = 0; layer < 4; ++layer) {
      const std::int64_t width = shape.base_width << layer;
      const std::int64_t out = layout.bottleneck ? 4 * width : width;
      for (int i = 0; i < layout.blocks[static_cast<std::size_t>(layer)]; ++i) {
        const std::string block = fmt::format("layer{}.{}.", layer + 1, i);
        names.convolution(block + "conv1", in, width, layout.bottleneck ? 1 : 3);
        names.batch_norm(block + "bn1", width);
        names.convolution(block + "conv2", width, width, 3);
        names.batch_norm(block + "bn2", width);
        if (layout.bottleneck) {
          names.convolution(block + "conv3", width, out, 1);
          names.batch_norm(block + "bn3", out);
        }
        if (i == 0 && (layer > 0 || in != out)) {
          names.convolution(block + "downsample.0", in, out, 1);
          names.batch_norm(block + "downsample.1", out);
        }
        in = out;
      }
    }
    names.head(shape.classes, in);
    return names.take();
  }
  throw Error("there is no architecture \"{}\" whose tensors are known", shape.architecture);
}

const std::vector<NameFamily>& name_families() {
  static const std::vector<NameFamily> all = {{"torchvision's and timm's", unchanged},
                                              {"Hugging Face's", hugging_face}};
  return all;
}

const std::vector<std::string>& residual_anchors() {
  static const std::vector<std::string> all = {"layer1.0.conv1.weight", "layer4.1.conv1.weight",
                                               "layer2.0.downsample.0.weight",
                                               "layer3.0.bn1.running_mean", "conv1.weight"};
  return all;
}

std::optional<ResidualShape> recognise_residual(const ShapeOf& shape_of) {
  const auto* first = shape_of("conv1.weight");
  if (first == nullptr || first->size() != 4 || (*first)[0] < 1) return std::nullopt;
  const bool bottleneck = shape_of("layer1.0.conv3.weight") != nullptr;
  std::array<int, 4> blocks{};
  for (int layer = 0; layer < 4; ++layer) {
    int& count = blocks[static_cast<std::size_t>(layer)];
    constexpr int kMostBlocks = 64;
    while (count < kMostBlocks &&
           shape_of(fmt::format("layer{}.{}.conv1.weight", layer + 1, count)) != nullptr) {
      ++count;
    }
  }
  for (const Layout& layout : kLayouts) {
    if (layout.bottleneck != bottleneck || layout.blocks != blocks) continue;
    ResidualShape shape;
    shape.architecture = layout.name;
    shape.base_width = (*first)[0];
    shape.kernel = (*first)[2];
    const auto* head = shape_of("fc.weight");
    shape.classes = head != nullptr && head->size() == 2 ? (*head)[0] : 0;
    return shape;
  }
  return std::nullopt;
}

}  // namespace remedy
