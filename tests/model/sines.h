// Weights and images that need no checkpoint: what make_*_reference.py fill networks with.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cstdint>
#include <string>

#include "core/text.h"
#include "model/network.h"

namespace remedy {

inline at::Tensor sines(at::IntArrayRef shape, std::int64_t k) {
  std::int64_t count = 1;
  for (const std::int64_t n : shape) count *= n;
  const at::Tensor place = at::arange(count, at::kDouble);
  return (0.05 * at::sin(0.37 * place + static_cast<double>(k))).reshape(shape);
}

// The k-th tensor of the state dict with sines(shape, k); scales and variances 1 more.
inline void fill(const Network& network) {
  const at::NoGradGuard no_grad;
  for (std::size_t k = 0; k < network.state().size(); ++k) {
    const NamedTensor& own = network.state()[k];
    if (ends_with(own.name, "num_batches_tracked")) continue;
    at::Tensor values = sines(own.tensor.sizes(), static_cast<std::int64_t>(k));
    const bool scale = own.tensor.dim() == 1 && ends_with(own.name, "weight");
    if (scale || ends_with(own.name, "running_var")) values = values + 1;
    own.tensor.copy_(values.to(at::kFloat));
  }
}

}  // namespace remedy
