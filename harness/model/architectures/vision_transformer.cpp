#include "model/architectures/vision_transformer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <cmath>

#include "core/error.h"
#include "model/architectures/recompute.h"

namespace remedy {
namespace {

constexpr double kEpsilon = 1e-6;  // of layer norm, as torchvision and timm have it

}  // namespace

VisionTransformer::VisionTransformer(const TransformerArchitecture& architecture,
                                     c10::Device device)
    : architecture_(architecture), device_(device) {
  const TransformerLayout& layout = architecture.layout;
  const std::int64_t width = layout.width;
  const std::int64_t side = architecture.pixels / layout.patch;
  class_token_ = parameter("class_token", {1, 1, width});
  patches_ = affine("conv_proj", {width, 3, layout.patch, layout.patch});
  positions_ = parameter("encoder.pos_embedding", {1, side * side + 1, width});
  stages_.emplace_back("patches");
  for (int i = 0; i < layout.layers; ++i) {
    stages_.push_back(fmt::format("encoder.layers.encoder_layer_{}", i));
    layers_.push_back(make_layer(stages_.back()));
  }
  norm_ = affine("encoder.ln", {width});
  stages_.emplace_back("encoder.ln");
  head_ = affine("heads.head", {architecture.classes, width});
  stages_.emplace_back("heads.head");
}

at::Tensor VisionTransformer::parameter(const std::string& name, at::IntArrayRef shape) {
  at::Tensor tensor = at::zeros(shape, at::TensorOptions().dtype(at::kFloat).device(device_));
  tensor.requires_grad_();
  state_.push_back({name, tensor});
  return tensor;
}

VisionTransformer::Affine VisionTransformer::affine(const std::string& name,
                                                    at::IntArrayRef weight) {
  at::Tensor first = parameter(name + ".weight", weight);
  return {std::move(first), parameter(name + ".bias", {weight[0]})};
}

VisionTransformer::Layer VisionTransformer::make_layer(const std::string& name) {
  const std::int64_t width = architecture_.layout.width, hidden = architecture_.layout.hidden;
  Layer layer;
  layer.norm_before_attention = affine(name + ".ln_1", {width});
  layer.queries_keys_values.weight =
      parameter(name + ".self_attention.in_proj_weight", {3 * width, width});
  layer.queries_keys_values.bias = parameter(name + ".self_attention.in_proj_bias", {3 * width});
  layer.attention_out = affine(name + ".self_attention.out_proj", {width, width});
  layer.norm_before_perceptron = affine(name + ".ln_2", {width});
  layer.inner = affine(name + ".mlp.0", {hidden, width});
  layer.outer = affine(name + ".mlp.3", {width, hidden});
  return layer;
}

at::Tensor VisionTransformer::normalised(const at::Tensor& x, const Affine& norm) const {
  return at::layer_norm(x, {architecture_.layout.width}, norm.weight, norm.bias, kEpsilon);
}

at::Tensor VisionTransformer::tokens(const at::Tensor& images) const {
  const int pixels = architecture_.pixels;
  if (images.dim() != 4 || images.size(2) != pixels || images.size(3) != pixels) {
    throw Error("a {} takes images of {} pixels along a side, found a tensor of [{}]",
                description(), pixels, fmt::join(images.sizes(), ", "));
  }
  const at::Tensor patches =
      at::conv2d(images, patches_.weight, patches_.bias, architecture_.layout.patch)
          .flatten(2)
          .transpose(1, 2);
  return at::cat({class_token_.expand({images.size(0), -1, -1}), patches}, 1) + positions_;
}

// softmax(Q K' / sqrt(d)) V of every head (Vaswani et al., NeurIPS 2017, equation 1).
at::Tensor VisionTransformer::attend(const at::Tensor& x, const Layer& layer) const {
  const std::int64_t heads = architecture_.layout.heads, width = architecture_.layout.width;
  const std::int64_t images = x.size(0), count = x.size(1), each = width / heads;
  const auto parts = at::linear(x, layer.queries_keys_values.weight, layer.queries_keys_values.bias)
                         .view({images, count, 3, heads, each})
                         .permute({2, 0, 3, 1, 4})  // [3, n, heads, tokens, each]
                         .unbind(0);
  const at::Tensor scaled = parts[0] * (1 / std::sqrt(static_cast<double>(each)));
  const at::Tensor weights = at::softmax(at::matmul(scaled, parts[1].transpose(-2, -1)), -1);
  const at::Tensor seen = at::matmul(weights, parts[2]).transpose(1, 2);
  return at::linear(seen.reshape({images, count, width}), layer.attention_out.weight,
                    layer.attention_out.bias);
}

at::Tensor VisionTransformer::apply(const Layer& layer, const at::Tensor& x) const {
  const at::Tensor attended = x + attend(normalised(x, layer.norm_before_attention), layer);
  const at::Tensor inner = at::gelu(at::linear(normalised(attended, layer.norm_before_perceptron),
                                               layer.inner.weight, layer.inner.bias));
  return attended + at::linear(inner, layer.outer.weight, layer.outer.bias);
}

at::Tensor VisionTransformer::run_stage(std::size_t stage, const at::Tensor& x) const {
  if (stage == 0) return tokens(x);
  if (stage <= layers_.size()) return apply(layers_[stage - 1], x);
  // Layer norm sees each token alone.
  if (stage == layers_.size() + 1) return normalised(x.select(1, 0), norm_);
  return at::linear(x, head_.weight, head_.bias);
}

at::Tensor VisionTransformer::run(const at::Tensor& input, std::size_t first, std::size_t last) {
  const auto is_layer = [&](std::size_t stage) { return stage > 0 && stage <= layers_.size(); };
  std::int64_t layers = 0;
  for (std::size_t stage = first; stage < last; ++stage) layers += is_layer(stage) ? 1 : 0;
  const bool frugal = at::GradMode::is_enabled() &&
                      layers * input.size(0) * kept_bytes_of_layer() > activation_budget_;
  at::Tensor x = input;
  for (std::size_t stage = first; stage < last; ++stage) {
    if (frugal && is_layer(stage)) {
      const Layer& layer = layers_[stage - 1];
      x = recomputed(x, parameters_of(layer),
                     [this, &layer](const at::Tensor& in, bool) { return apply(layer, in); });
    } else {
      x = run_stage(stage, x);
    }
  }
  return x;
}

// The results of two norms, queries, keys and values by heads, what attention saw, and both sums;
// the softmax; the perceptron's middle, before and after GELU.
std::int64_t VisionTransformer::kept_bytes_of_layer() const {
  constexpr std::int64_t kWidths = 8;
  const TransformerLayout& layout = architecture_.layout;
  const std::int64_t count = positions_.size(1);
  const std::int64_t of_token =
      kWidths * layout.width + std::int64_t{2} * layout.hidden + layout.heads * count;
  return count * of_token * static_cast<std::int64_t>(sizeof(float));
}

std::vector<at::Tensor> VisionTransformer::parameters_of(const Layer& layer) {
  std::vector<at::Tensor> result;
  for (const Affine* part :
       {&layer.norm_before_attention, &layer.queries_keys_values, &layer.attention_out,
        &layer.norm_before_perceptron, &layer.inner, &layer.outer}) {
    result.push_back(part->weight);
    result.push_back(part->bias);
  }
  return result;
}

std::string VisionTransformer::description() const {
  return fmt::format("{} with {} classes for images of {} pixels", architecture_.name,
                     architecture_.classes, architecture_.pixels);
}

std::unique_ptr<Network> VisionTransformer::copy() const {
  auto other = std::make_unique<VisionTransformer>(architecture_, device_);
  other->copy_from(*this);
  other->set_activation_budget(activation_budget_);
  return other;
}

}  // namespace remedy
