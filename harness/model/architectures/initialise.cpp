#include "model/architectures/initialise.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

namespace remedy {

void initialise(Network& network, std::int64_t seed) {
  const at::NoGradGuard no_grad;
  at::manual_seed(static_cast<std::uint64_t>(seed));
  for (const NamedTensor& parameter : network.parameters()) {
    const auto sizes = parameter.tensor.sizes();
    at::Tensor values;  // on the CPU first: the same whatever the device
    if (sizes.size() == 4) {
      const double fan_out = static_cast<double>(sizes[0] * sizes[2] * sizes[3]);
      values = at::randn(sizes).mul_(std::sqrt(2.0 / fan_out));
    } else if (sizes.size() == 2) {
      values = at::rand(sizes).mul_(2).sub_(1).div_(std::sqrt(static_cast<double>(sizes[1])));
    } else if (sizes.size() == 3) {
      values = at::randn(sizes).mul_(0.02);
    } else {
      const bool scale = parameter.name.find("bias") == std::string::npos;
      values = at::full(sizes, scale ? 1.0 : 0.0);
    }
    parameter.tensor.copy_(values);
  }
}

}  // namespace remedy
