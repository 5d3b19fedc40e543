#include "model/resnet.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

constexpr double kEpsilon = 1e-5;

struct Layout {
  const char* name;
  bool bottleneck;
  int blocks[4];
};

constexpr Layout kLayouts[] = {
    {"resnet18", false, {2, 2, 2, 2}},  {"resnet34", false, {3, 4, 6, 3}},
    {"resnet50", true, {3, 4, 6, 3}},   {"resnet101", true, {3, 4, 23, 3}},
    {"resnet152", true, {3, 8, 36, 3}},
};

const Layout& find_layout(const std::string& name) {
  std::vector<std::string> names;
  for (const Layout& layout : kLayouts) {
    if (name == layout.name) return layout;
    names.emplace_back(layout.name);
  }
  throw Error("there is no architecture \"{}\"{}; there are: {}", name, did_you_mean(name, names),
              join(names, ", "));
}

}  // namespace

ResNet::ResNet(const Architecture& architecture, c10::Device device)
    : architecture_(architecture), device_(device) {
  const Layout& layout = find_layout(architecture.name);
  std::int64_t channels = architecture.base_width;
  stem_ = conv_norm("conv1", "bn1", 3, channels,
                    /*kernel=*/architecture.stem == Stem::kImageNet ? 7 : 3, /*stride=*/2);
  stages_.emplace_back("stem");
  for (int layer = 0; layer < 4; ++layer) {
    add_blocks(layer, layout.blocks[layer], std::int64_t{architecture.base_width} << layer,
               layout.bottleneck, channels);
  }
  stages_.emplace_back("pool");
  head_weight_ = parameter("fc.weight", {architecture.classes, channels});
  head_bias_ = parameter("fc.bias", {architecture.classes});
  stages_.emplace_back("fc");
}

at::Tensor ResNet::parameter(const std::string& name, at::IntArrayRef shape) {
  at::Tensor tensor = at::zeros(shape, at::TensorOptions().dtype(at::kFloat).device(device_));
  if (shape.size() == 4) tensor = tensor.contiguous(at::MemoryFormat::ChannelsLast);
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
  unit.weight = parameter(conv + ".weight", {out, in, kernel, kernel});
  unit.gamma = parameter(norm + ".weight", {out});
  unit.beta = parameter(norm + ".bias", {out});
  unit.mean = buffer(norm + ".running_mean", at::zeros({out}, options));
  unit.variance = buffer(norm + ".running_var", at::ones({out}, options));
  unit.batches = buffer(norm + ".num_batches_tracked", at::zeros({}, options.dtype(at::kLong)));
  return unit;
}

void ResNet::add_blocks(int layer, int count, std::int64_t width, bool bottleneck,
                        std::int64_t& in) {
  const std::int64_t out = bottleneck ? 4 * width : width;
  for (int i = 0; i < count; ++i) {
    const std::string name = fmt::format("layer{}.{}", layer + 1, i);
    const std::int64_t stride = i == 0 && layer > 0 ? 2 : 1;
    const auto unit = [&](int number, std::int64_t from, std::int64_t to, std::int64_t kernel,
                          std::int64_t step) {
      return conv_norm(fmt::format("{}.conv{}", name, number), fmt::format("{}.bn{}", name, number),
                       from, to, kernel, step);
    };
    ResidualBlock block;
    if (bottleneck) {
      block.main.push_back(unit(1, in, width, 1, 1));
      block.main.push_back(unit(2, width, width, 3, stride));
      block.main.push_back(unit(3, width, out, 1, 1));
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

at::Tensor ResNet::apply(ConvNorm& unit, const at::Tensor& x) const {
  const at::Tensor y = at::conv2d(x, unit.weight, /*bias=*/{}, unit.stride, unit.padding);
  if (training_) unit.batches.add_(1);
  return at::batch_norm(y, unit.gamma, unit.beta, unit.mean, unit.variance, training_, momentum_,
                        kEpsilon, at::globalContext().userEnabledCuDNN());
}

at::Tensor ResNet::apply(ResidualBlock& block, const at::Tensor& x) const {
  at::Tensor y = x;
  for (std::size_t i = 0; i < block.main.size(); ++i) {
    y = apply(block.main[i], y);
    if (i + 1 < block.main.size()) y = at::relu_(y);
  }
  y = y + (block.shortcut ? apply(*block.shortcut, x) : x);
  return at::relu_(y);
}

at::Tensor ResNet::run(const at::Tensor& input, std::size_t first, std::size_t last) {
  at::Tensor x = input;
  for (std::size_t stage = first; stage < last; ++stage) {
    if (stage == 0) {
      x = x.contiguous(at::MemoryFormat::ChannelsLast);
      x = apply(stem_, x);
      x = at::relu_(x);
      if (architecture_.stem == Stem::kImageNet) {
        x = at::max_pool2d(x, /*kernel_size=*/3, /*stride=*/2, /*padding=*/1);
      }
    } else if (stage <= blocks_.size()) {
      x = apply(blocks_[stage - 1], x);
    } else if (stage == blocks_.size() + 1) {
      x = at::adaptive_avg_pool2d(x, {1, 1}).flatten(1);
    } else {
      x = at::linear(x, head_weight_, head_bias_);
    }
  }
  return x;
}

std::unique_ptr<Model> ResNet::clone() const {
  auto copy = std::make_unique<ResNet>(architecture_, device_);
  copy->copy_from(*this);
  return copy;
}

void ResNet::copy_from(const ResNet& other) {
  const at::NoGradGuard no_grad;
  for (std::size_t i = 0; i < state_.size(); ++i) state_[i].tensor.copy_(other.state_[i].tensor);
}

}  // namespace remedy
