#include "model/architectures/resnet.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "core/error.h"
#include "model/architectures/recompute.h"
#include "model/layers/packed_layers.h"

namespace remedy {

using packed::Then;

namespace {

// Where a convolution has fewer channels than this, the oneDNN of libtorch 1.13 writes past the end
// of its gradients in channels_last, on processors without AVX-512.
constexpr int kNarrowestChannelsLast = 8;

// Of weights, and of activations that are not packed.
at::MemoryFormat memory_format(const Architecture& architecture, c10::Device device) {
  return device.is_cpu() && architecture.base_width < kNarrowestChannelsLast
             ? at::MemoryFormat::Contiguous
             : at::MemoryFormat::ChannelsLast;
}

}  // namespace

ResNet::ResNet(const Architecture& architecture, c10::Device device)
    : architecture_(architecture), device_(device) {
  const ResidualLayout& layout = residual_layout(architecture.name);
  std::int64_t channels = architecture.base_width;
  stem_ =
      conv_norm("conv1", "bn1", 3, channels, architecture.stem.kernel, architecture.stem.stride);
  stages_.emplace_back("stem");
  for (int layer = 0; layer < 4; ++layer) {
    add_blocks(layer, layout, channels);
  }
  stages_.emplace_back("pool");
  head_weight_ = parameter("fc.weight", {architecture.classes, channels});
  head_bias_ = parameter("fc.bias", {architecture.classes});
  stages_.emplace_back("fc");
}

at::Tensor ResNet::parameter(const std::string& name, at::IntArrayRef shape) {
  at::Tensor tensor = at::zeros(shape, at::TensorOptions().dtype(at::kFloat).device(device_));
  if (shape.size() == 4) tensor = tensor.contiguous(memory_format(architecture_, device_));
  tensor.requires_grad_();
  state_.push_back({name, tensor});
  parameters_.push_back({name, tensor});
  return tensor;
}

at::Tensor ResNet::buffer(const std::string& name, const at::Tensor& tensor) {
  state_.push_back({name, tensor});
  buffers_.push_back({name, tensor});
  return tensor;
}

ConvNorm ResNet::conv_norm(const std::string& conv, const std::string& norm, std::int64_t in,
                           std::int64_t out, std::int64_t kernel, std::int64_t stride) {
  const auto options = at::TensorOptions().dtype(at::kFloat).device(device_);
  ConvNorm unit;
  unit.stride = stride;
  unit.padding = kernel / 2;
  unit.epsilon = architecture_.batch_norm_eps;
  unit.weight = parameter(conv + ".weight", {out, in, kernel, kernel});
  unit.gamma = parameter(norm + ".weight", {out});
  unit.beta = parameter(norm + ".bias", {out});
  unit.mean = buffer(norm + ".running_mean", at::zeros({out}, options));
  unit.variance = buffer(norm + ".running_var", at::ones({out}, options));
  unit.batches = buffer(norm + ".num_batches_tracked", at::zeros({}, options.dtype(at::kLong)));
  return unit;
}

void ResNet::add_blocks(int layer, const ResidualLayout& layout, std::int64_t& in) {
  const std::int64_t width = std::int64_t{architecture_.base_width} << layer;
  const std::int64_t inner = layout.widening * width;
  const std::int64_t out = layout.bottlenecks ? 4 * width : width;
  for (int i = 0; i < layout.blocks[static_cast<std::size_t>(layer)]; ++i) {
    const std::string name = fmt::format("layer{}.{}", layer + 1, i);
    const std::int64_t stride = i == 0 && layer > 0 ? 2 : 1;
    const auto unit = [&](int number, std::int64_t from, std::int64_t to, std::int64_t kernel,
                          std::int64_t step) {
      return conv_norm(fmt::format("{}.conv{}", name, number), fmt::format("{}.bn{}", name, number),
                       from, to, kernel, step);
    };
    ResidualBlock block;
    if (layout.bottlenecks) {
      const bool first = architecture_.stride_in == StrideIn::k1x1;
      block.main.push_back(unit(1, in, inner, 1, first ? stride : 1));
      block.main.push_back(unit(2, inner, inner, 3, first ? 1 : stride));
      block.main.push_back(unit(3, inner, out, 1, 1));
    } else {
      block.main.push_back(unit(1, in, width, 3, stride));
      block.main.push_back(unit(2, width, width, 3, 1));
    }
    if (stride != 1 || in != out) {
      block.shortcut =
          conv_norm(name + ".downsample.0", name + ".downsample.1", in, out, 1, stride);
    }
    blocks_.push_back(std::move(block));
    stages_.push_back(name);
    in = out;
  }
}

at::Tensor ResNet::apply(ConvNorm& unit, const at::Tensor& x, Then then, Pass pass) const {
  if (training_ && !pass.again) unit.batches.add_(1);
  if (pass.packed) {
    return packed::conv_norm(unit, x, then, {training_, pass.again ? 0 : statistics_.momentum},
                             architecture_.stem.pooling.value_or(StemPooling{}));
  }
  at::Tensor y =
      remedy::batch_norm(at::conv2d(x, unit.weight, /*bias=*/{}, unit.stride, unit.padding),
                         {unit.gamma, unit.beta, unit.mean, unit.variance},
                         {training_, pass.again, statistics_.momentum, unit.epsilon});
  if (then == Then::kNothing) return y;
  y = at::relu_(y);
  if (then == Then::kRelu) return y;
  const StemPooling& pooling = *architecture_.stem.pooling;
  return at::max_pool2d(y, /*kernel_size=*/3, /*stride=*/2, pooling.padding, /*dilation=*/1,
                        pooling.ceil);
}

at::Tensor ResNet::apply(ResidualBlock& block, const at::Tensor& x, Pass pass) const {
  at::Tensor y = x;
  for (std::size_t i = 0; i < block.main.size(); ++i) {
    y = apply(block.main[i], y, i + 1 < block.main.size() ? Then::kRelu : Then::kNothing, pass);
  }
  y = y + (block.shortcut ? apply(*block.shortcut, x, Then::kNothing, pass) : x);
  return at::relu_(y);
}

at::Tensor ResNet::run_stage(std::size_t stage, const at::Tensor& x, Pass pass) {
  if (stage == 0) {
    const Then then = architecture_.stem.pooling ? Then::kReluAndPool : Then::kRelu;
    return apply(stem_, x.contiguous(memory_format(architecture_, device_)), then, pass);
  }
  if (stage <= blocks_.size()) return apply(blocks_[stage - 1], x, pass);
  if (stage == blocks_.size() + 1) {
    return pass.packed ? packed::average_pool(x) : at::adaptive_avg_pool2d(x, {1, 1}).flatten(1);
  }
  return at::linear(x, head_weight_, head_bias_);
}

// What is not to be differentiated is left to libtorch.
bool ResNet::may_pack(const at::Tensor& input) const {
  return at::GradMode::is_enabled() && device_.is_cpu() && input.scalar_type() == at::kFloat &&
         packed::available(architecture_.base_width);
}

at::Tensor ResNet::run(const at::Tensor& input, std::size_t first, std::size_t last) {
  const bool frugal =
      at::GradMode::is_enabled() && kept_bytes(input, first, last) > activation_budget_;
  const std::size_t convolutions = blocks_.size() + 1;  // stages
  Pass pass;
  pass.packed = first < convolutions && may_pack(input);
  at::Tensor x = pass.packed && first > 0 ? packed::pack(input) : input;
  if (!pass.packed && first > 0 && first < convolutions)
    x = x.contiguous(memory_format(architecture_, device_));
  for (std::size_t stage = first; stage < last; ++stage) {
    if (frugal && stage < convolutions) {
      x = recomputed(x, parameters_of(stage),
                     [this, stage, pass](const at::Tensor& in, bool again) {
                       return run_stage(stage, in, {pass.packed, again});
                     });
    } else {
      x = run_stage(stage, x, pass);
    }
  }
  return pass.packed && last <= convolutions ? packed::unpack(x) : x;
}

std::int64_t ResNet::kept_bytes(const at::Tensor& input, std::size_t first,
                                std::size_t last) const {
  if (first > blocks_.size() || input.dim() != 4) return 0;
  std::int64_t height = input.size(2), width = input.size(3), values = 0;
  // A convolution's output is kept for its batch norm, and that one's for what follows.
  const auto keep = [&](const ConvNorm& unit) {
    height = (height - 1) / unit.stride + 1;
    width = (width - 1) / unit.stride + 1;
    values += 2 * unit.weight.size(0) * height * width;
  };
  for (std::size_t stage = first; stage < std::min(last, blocks_.size() + 1); ++stage) {
    if (stage == 0) {
      keep(stem_);
      if (architecture_.stem.pooling) {
        height = architecture_.stem.pooling->out(height);
        width = architecture_.stem.pooling->out(width);
      }
      continue;
    }
    const ResidualBlock& block = blocks_[stage - 1];
    for (const ConvNorm& unit : block.main) keep(unit);
    values += (block.shortcut ? 2 : 1) * block.main.back().weight.size(0) * height * width;
  }
  return values * input.size(0) * static_cast<std::int64_t>(sizeof(float));
}

std::vector<at::Tensor> ResNet::parameters_of(std::size_t stage) const {
  std::vector<at::Tensor> result;
  const auto add = [&](const ConvNorm& unit) {
    for (const at::Tensor& tensor : {unit.weight, unit.gamma, unit.beta}) result.push_back(tensor);
  };
  if (stage == 0) {
    add(stem_);
  } else {
    for (const ConvNorm& unit : blocks_[stage - 1].main) add(unit);
    if (blocks_[stage - 1].shortcut) add(*blocks_[stage - 1].shortcut);
  }
  return result;
}

std::string ResNet::description() const {
  return fmt::format("{} with {} classes and base width {}", architecture_.name,
                     architecture_.classes, architecture_.base_width);
}

std::unique_ptr<Network> ResNet::copy() const {
  auto other = std::make_unique<ResNet>(architecture_, device_);
  other->copy_from(*this);
  other->set_activation_budget(activation_budget_);
  return other;
}

}  // namespace remedy
