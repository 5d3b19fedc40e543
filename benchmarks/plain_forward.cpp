#include "plain_forward.h"

#include <ATen/ATen.h>

namespace remedy::bench {

PlainResNet::PlainResNet(const ResNet& network) : architecture_(network.architecture()) {
  for (const NamedTensor& tensor : network.state()) {
    state_[tensor.name] = tensor.tensor.detach().clone(at::MemoryFormat::Contiguous);
  }
}

at::Tensor PlainResNet::unit(const at::Tensor& x, const std::string& conv, const std::string& norm,
                             std::int64_t stride) const {
  const at::Tensor& weight = state_.at(conv + ".weight");
  const at::Tensor y = at::conv2d(x, weight, /*bias=*/{}, stride, weight.size(2) / 2);
  return at::batch_norm(y, state_.at(norm + ".weight"), state_.at(norm + ".bias"),
                        state_.at(norm + ".running_mean"), state_.at(norm + ".running_var"),
                        /*training=*/false, /*momentum=*/0.1, architecture_.batch_norm_eps,
                        /*cudnn_enabled=*/false);
}

at::Tensor PlainResNet::forward(const at::Tensor& images) const {
  const Stem& stem = architecture_.stem;
  at::Tensor x = unit(images, "conv1", "bn1", stem.stride).relu_();
  if (stem.pooling) {
    x = at::max_pool2d(x, 3, 2, stem.pooling->padding, /*dilation=*/1, stem.pooling->ceil);
  }
  for (int layer = 1; layer <= 4; ++layer) {
    for (int block = 0;; ++block) {
      const std::string name = "layer" + std::to_string(layer) + "." + std::to_string(block);
      if (state_.count(name + ".conv1.weight") == 0) break;
      const std::int64_t stride = layer > 1 && block == 0 ? 2 : 1;
      at::Tensor y = unit(x, name + ".conv1", name + ".bn1", stride).relu_();
      y = unit(y, name + ".conv2", name + ".bn2", 1);
      if (state_.count(name + ".downsample.0.weight") > 0) {
        x = unit(x, name + ".downsample.0", name + ".downsample.1", stride);
      }
      x = y.add_(x).relu_();
    }
  }
  x = at::adaptive_avg_pool2d(x, {1, 1}).flatten(1);
  return at::linear(x, state_.at("fc.weight"), state_.at("fc.bias"));
}

}  // namespace remedy::bench
