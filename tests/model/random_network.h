// Networks with weights that let every layer matter.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

#include "model/architectures/resnet.h"

namespace remedy {

inline at::Tensor random_images(std::int64_t count, std::int64_t side) {
  at::manual_seed(7);
  return at::randn({count, 3, side, side}).contiguous(at::MemoryFormat::ChannelsLast);
}

// Convolutions that keep the size of what they see (He et al. 2015), batch norm that is not the
// identity.
inline void randomise(ResNet& network, std::uint64_t seed) {
  const at::NoGradGuard no_grad;
  at::manual_seed(seed);
  for (const NamedTensor& own : network.state()) {
    const at::Tensor& tensor = own.tensor;
    const bool scale = own.name.find("running_var") != std::string::npos ||
                       (tensor.dim() == 1 && own.name.find(".weight") != std::string::npos);
    if (tensor.dim() > 1) {
      tensor.copy_(at::randn(tensor.sizes()) *
                   std::sqrt(2.0 / static_cast<double>(tensor[0].numel())));
    } else if (scale) {
      tensor.copy_(at::rand(tensor.sizes()) * 0.5 + 0.75);
    } else if (tensor.dim() == 1) {
      tensor.copy_(0.1 * at::randn(tensor.sizes()));
    }
  }
}

}  // namespace remedy
