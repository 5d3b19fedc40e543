#include "model/architectures/densenet.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include "core/study/geometry.h"
#include "model/architectures/recompute.h"

namespace remedy {
namespace {

constexpr std::int64_t kBottleneck = 4;  // channels inside a layer, in multiples of the growth

}  // namespace

DenseNet::DenseNet(const DenseArchitecture& architecture, c10::Device device)
    : architecture_(architecture), device_(device) {
  std::int64_t channels = architecture.layout.stem;
  stem_ = parameter("features.conv0.weight", {channels, 3, 7, 7});
  stem_norm_ = make_norm("features.norm0", channels);
  stages_.emplace_back("stem");
  for (int block = 0; block < 4; ++block) {
    const int count = architecture.layout.blocks[static_cast<std::size_t>(block)];
    for (int i = 0; i < count; ++i) {
      add_layer(fmt::format("features.denseblock{}.denselayer{}", block + 1, i + 1), channels);
    }
    if (block < 3) add_transition(fmt::format("features.transition{}", block + 1), channels);
  }
  stages_.emplace_back("features.norm5");
  last_norm_ = make_norm(stages_.back(), channels);
  stages_.emplace_back("classifier");
  head_weight_ = parameter("classifier.weight", {architecture.classes, channels});
  head_bias_ = parameter("classifier.bias", {architecture.classes});
}

at::Tensor DenseNet::parameter(const std::string& name, at::IntArrayRef shape) {
  at::Tensor tensor = at::zeros(shape, at::TensorOptions().dtype(at::kFloat).device(device_));
  if (shape.size() == 4) tensor = tensor.contiguous(at::MemoryFormat::ChannelsLast);
  tensor.requires_grad_();
  state_.push_back({name, tensor});
  parameters_.push_back({name, tensor});
  return tensor;
}

at::Tensor DenseNet::buffer(const std::string& name, const at::Tensor& tensor) {
  state_.push_back({name, tensor});
  buffers_.push_back({name, tensor});
  return tensor;
}

DenseNet::Norm DenseNet::make_norm(const std::string& name, std::int64_t channels) {
  const auto options = at::TensorOptions().dtype(at::kFloat).device(device_);
  Norm norm;
  norm.gamma = parameter(name + ".weight", {channels});
  norm.beta = parameter(name + ".bias", {channels});
  norm.mean = buffer(name + ".running_mean", at::zeros({channels}, options));
  norm.variance = buffer(name + ".running_var", at::ones({channels}, options));
  norm.batches = buffer(name + ".num_batches_tracked", at::zeros({}, options.dtype(at::kLong)));
  return norm;
}

void DenseNet::add_layer(const std::string& name, std::int64_t& channels) {
  const std::int64_t growth = architecture_.layout.growth, inner = kBottleneck * growth;
  Layer layer;
  layer.norm1 = make_norm(name + ".norm1", channels);
  layer.conv1 = parameter(name + ".conv1.weight", {inner, channels, 1, 1});
  layer.norm2 = make_norm(name + ".norm2", inner);
  layer.conv2 = parameter(name + ".conv2.weight", {growth, inner, 3, 3});
  stages_.push_back(name);
  middle_.push_back({/*is_layer=*/true, layers_.size()});
  layers_.push_back(std::move(layer));
  channels += growth;
}

void DenseNet::add_transition(const std::string& name, std::int64_t& channels) {
  Transition transition;
  transition.norm = make_norm(name + ".norm", channels);
  transition.conv = parameter(name + ".conv.weight", {channels / 2, channels, 1, 1});
  stages_.push_back(name);
  middle_.push_back({/*is_layer=*/false, transitions_.size()});
  transitions_.push_back(std::move(transition));
  channels /= 2;
}

at::Tensor DenseNet::activated(const Norm& norm, const at::Tensor& x, bool again) const {
  if (training_ && !again) at::Tensor(norm.batches).add_(1);
  at::Tensor y = remedy::batch_norm(x, {norm.gamma, norm.beta, norm.mean, norm.variance},
                                    {training_, again, statistics_.momentum, kBatchNormEpsilon});
  return at::relu_(y);
}

at::Tensor DenseNet::apply(const Layer& layer, const at::Tensor& x, bool again) const {
  const at::Tensor inner = at::conv2d(activated(layer.norm1, x, again), layer.conv1);
  const at::Tensor added = at::conv2d(activated(layer.norm2, inner, again), layer.conv2, {},
                                      /*stride=*/1, /*padding=*/1);
  return at::cat({x, added}, 1);
}

at::Tensor DenseNet::apply(const Transition& transition, const at::Tensor& x, bool again) const {
  return at::avg_pool2d(at::conv2d(activated(transition.norm, x, again), transition.conv), 2, 2);
}

at::Tensor DenseNet::run_stage(std::size_t stage, const at::Tensor& x, bool again) const {
  if (stage == 0) {
    const at::Tensor y = at::conv2d(x.contiguous(at::MemoryFormat::ChannelsLast), stem_, {},
                                    /*stride=*/2, /*padding=*/3);
    return at::max_pool2d(activated(stem_norm_, y, again), 3, 2, 1);
  }
  if (stage <= middle_.size()) {
    const Middle& middle = middle_[stage - 1];
    return middle.is_layer ? apply(layers_[middle.index], x, again)
                           : apply(transitions_[middle.index], x, again);
  }
  if (stage == middle_.size() + 1) {
    return at::adaptive_avg_pool2d(activated(last_norm_, x, again), {1, 1}).flatten(1);
  }
  return at::linear(x, head_weight_, head_bias_);
}

at::Tensor DenseNet::run(const at::Tensor& input, std::size_t first, std::size_t last) {
  const std::size_t convolutions = middle_.size() + 1;  // stages
  const bool frugal =
      at::GradMode::is_enabled() && kept_bytes(input, first, last) > activation_budget_;
  at::Tensor x = input;
  for (std::size_t stage = first; stage < last; ++stage) {
    if (frugal && stage < convolutions) {
      x = recomputed(x, parameters_of(stage), [this, stage](const at::Tensor& in, bool again) {
        return run_stage(stage, in, again);
      });
    } else {
      x = run_stage(stage, x, /*again=*/false);
    }
  }
  return x;
}

// Of every norm its output, which ReLU changes in place; of a convolution before a norm or pooling
// its output; of a stage its output.
std::int64_t DenseNet::kept_bytes(const at::Tensor& input, std::size_t first,
                                  std::size_t last) const {
  if (first > middle_.size() || input.dim() != 4) return 0;
  const std::int64_t growth = architecture_.layout.growth;
  std::int64_t channels = input.size(1), height = input.size(2), width = input.size(3);
  std::int64_t values = 0;
  const auto halve = [&] {
    height = (height + 1) / 2;
    width = (width + 1) / 2;
  };
  for (std::size_t stage = first; stage < std::min(last, middle_.size() + 1); ++stage) {
    if (stage == 0) {
      channels = architecture_.layout.stem;
      halve();
      values += 2 * channels * height * width;
      halve();
      values += 3 * channels * height * width;  // the places of the largest are 64 bits
    } else if (middle_[stage - 1].is_layer) {
      values += (2 * channels + (2 * kBottleneck + 1) * growth) * height * width;
      channels += growth;
    } else {
      values += (channels + channels / 2) * height * width;
      channels /= 2;
      height /= 2;
      width /= 2;
      values += channels * height * width;
    }
  }
  return values * input.size(0) * static_cast<std::int64_t>(sizeof(float));
}

std::vector<at::Tensor> DenseNet::parameters_of(std::size_t stage) const {
  if (stage == 0) return {stem_, stem_norm_.gamma, stem_norm_.beta};
  const Middle& middle = middle_[stage - 1];
  if (!middle.is_layer) {
    const Transition& one = transitions_[middle.index];
    return {one.norm.gamma, one.norm.beta, one.conv};
  }
  const Layer& one = layers_[middle.index];
  return {one.norm1.gamma, one.norm1.beta, one.conv1, one.norm2.gamma, one.norm2.beta, one.conv2};
}

std::string DenseNet::description() const {
  return fmt::format("{} with {} classes", architecture_.name, architecture_.classes);
}

std::unique_ptr<Network> DenseNet::copy() const {
  auto other = std::make_unique<DenseNet>(architecture_, device_);
  other->copy_from(*this);
  other->set_activation_budget(activation_budget_);
  return other;
}

}  // namespace remedy
