// Multinomial logistic regression with an L1 penalty.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace dfr {

// A head [classes, d + 1], its last column the biases, that lowers
//   mean cross-entropy of x W^T + penalty * sum |W - centre|, biases free of the penalty,
// by `steps` accelerated proximal gradient steps from `centre` (FISTA; Beck and Teboulle, SIAM J.
// Imaging Sciences 2009), whose length is 1 over the softmax's Lipschitz bound. `x` is [n, d + 1]
// of doubles, its last column ones; `labels` [n] of int64. A class without an image has no finite
// optimal bias: its bias falls with every step, by less and less.
//
// The weights of most classes never leave the centre: with few images the penalty is larger than
// any gradient that they can get. Only the classes that may leave it take part in a step, so the
// iterates are those of the plain method and a step costs a fraction: n * classes beside
// n * d * (classes that moved).
at::Tensor fit_l1_logistic(const at::Tensor& x, const at::Tensor& labels, const at::Tensor& centre,
                           double penalty, std::int64_t steps);

}  // namespace dfr
