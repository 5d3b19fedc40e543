// The convolutions of a residual network, one after the other: what none of its forward passes can
// do without.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "model/architectures/resnet.h"

namespace remedy::bench {

struct Convolution {
  at::Tensor input;   // float [batch, in, side, side], random
  at::Tensor weight;  // float [out, in, k, k], random
  std::int64_t stride = 1;
  std::int64_t padding = 0;
};

// In the order of the forward pass, each with an input of its own, contiguous.
std::vector<Convolution> convolutions(const Architecture& architecture, std::int64_t batch,
                                      std::int64_t side);

// Multiplications and additions of one pass over all of them.
double operations(const std::vector<Convolution>& convolutions);

}  // namespace remedy::bench
