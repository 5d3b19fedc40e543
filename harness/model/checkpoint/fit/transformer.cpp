#include "model/checkpoint/fit/transformer.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/study/architectures.h"

namespace remedy {
namespace {

constexpr char kLayers[] = "encoder.layers.encoder_layer_";

std::vector<ExpectedTensor> transformer_tensors(const NetworkShape& shape) {
  const TransformerLayout& layout = transformer_layout(shape.architecture);
  const std::int64_t width = layout.width, patch = layout.patch, hidden = layout.hidden;
  const std::int64_t side = shape.transformer()->pixels / patch;
  TensorNames names;
  names.add("class_token", {1, 1, width});
  names.affine("conv_proj", {width, 3, patch, patch});
  names.add("encoder.pos_embedding", {1, side * side + 1, width});
  for (int i = 0; i < layout.layers; ++i) {
    const std::string layer = fmt::format("{}{}.", kLayers, i);
    names.affine(layer + "ln_1", {width});
    names.add(layer + "self_attention.in_proj_weight", {3 * width, width});
    names.add(layer + "self_attention.in_proj_bias", {3 * width});
    names.affine(layer + "self_attention.out_proj", {width, width});
    names.affine(layer + "ln_2", {width});
    names.affine(layer + "mlp.0", {hidden, width});
    names.affine(layer + "mlp.3", {width, hidden});
  }
  names.affine("encoder.ln", {width});
  names.head("heads.head", shape.classes, width);
  return names.take();
}

// The first of these parts that a name begins with, replaced by its other name.
template <std::size_t kCount>
std::string renamed(const std::string& name,
                    const std::array<std::pair<const char*, const char*>, kCount>& parts) {
  for (const auto& [ours, theirs] : parts) {
    const std::string begin = ours;
    if (name.rfind(begin, 0) == 0) return theirs + name.substr(begin.size());
  }
  return name;
}

// "encoder.layers.encoder_layer_7." and what follows; or nothing and the whole name.
std::pair<std::string, std::string> split_layer(const std::string& name) {
  if (name.rfind(kLayers, 0) != 0) return {"", name};
  const std::size_t dot = name.find('.', sizeof(kLayers) - 1);
  return {name.substr(0, dot + 1), name.substr(dot + 1)};
}

// torchvision before 0.13.
std::string with_numbered_linears(const std::string& torchvision) {
  const auto [layer, rest] = split_layer(torchvision);
  return layer + renamed<2>(rest, {{{"mlp.0.", "mlp.linear_1."}, {"mlp.3.", "mlp.linear_2."}}});
}

std::string timm(const std::string& torchvision) {
  const auto [layer, rest] = split_layer(torchvision);
  if (layer.empty()) {
    return renamed<5>(rest, {{{"class_token", "cls_token"},
                              {"conv_proj.", "patch_embed.proj."},
                              {"encoder.pos_embedding", "pos_embed"},
                              {"encoder.ln.", "norm."},
                              {"heads.head.", "head."}}});
  }
  const std::string block = "blocks." + layer.substr(sizeof(kLayers) - 1);
  return block + renamed<7>(rest, {{{"ln_1.", "norm1."},
                                    {"ln_2.", "norm2."},
                                    {"self_attention.in_proj_weight", "attn.qkv.weight"},
                                    {"self_attention.in_proj_bias", "attn.qkv.bias"},
                                    {"self_attention.out_proj.", "attn.proj."},
                                    {"mlp.0.", "mlp.fc1."},
                                    {"mlp.3.", "mlp.fc2."}}});
}

// The side of a square of so many tokens, the class's left out; 0 where they are no square.
std::int64_t side_of(std::int64_t tokens) {
  std::int64_t side = 0;
  while (side * side < tokens - 1) ++side;
  return side * side == tokens - 1 ? side : 0;
}

std::optional<NetworkShape> recognise_transformer(const ShapeOf& shape_of) {
  const auto* first = shape_of("conv_proj.weight");
  const auto* positions = shape_of("encoder.pos_embedding");
  constexpr std::int64_t kMostTokens = 1 << 20;
  if (first == nullptr || first->size() != 4 || positions == nullptr || positions->size() != 3 ||
      (*positions)[1] < 2 || (*positions)[1] > kMostTokens) {
    return std::nullopt;
  }
  constexpr int kMostLayers = 256;
  int layers = 0;
  while (layers < kMostLayers &&
         shape_of(fmt::format("{}{}.ln_1.weight", kLayers, layers)) != nullptr) {
    ++layers;
  }
  const std::int64_t side = side_of((*positions)[1]);
  for (const ArchitectureInfo& info : architectures()) {
    const TransformerLayout* layout = info.transformer();
    if (layout == nullptr || layout->layers != layers || layout->width != (*first)[0] ||
        layout->patch != (*first)[2] || side == 0) {
      continue;
    }
    const auto* head = shape_of("heads.head.weight");
    return NetworkShape{info.name, head != nullptr && head->size() == 2 ? (*head)[0] : 0,
                        TransformerShape{side * layout->patch}};
  }
  return std::nullopt;
}

}  // namespace

const TensorFamily& transformer_family() {
  static const TensorFamily family = {
      {{"torchvision's", unchanged},
       {"timm's", timm},
       {"torchvision's before 0.13", with_numbered_linears}},
      // What no two ways of naming share, so that a file is found under one of them.
      {"encoder.layers.encoder_layer_0.mlp.0.weight", "encoder.layers.encoder_layer_1.mlp.3.weight",
       "encoder.pos_embedding"},
      transformer_tensors,
      recognise_transformer};
  return family;
}

}  // namespace remedy
