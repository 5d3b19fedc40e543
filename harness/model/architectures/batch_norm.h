// Batch norm in networks that may compute a stage again for its gradients.
#pragma once

#include <ATen/core/Tensor.h>

#include "remedy/model.h"

namespace remedy {

struct Momentum final : BatchNormStatistics {
  void set_momentum(double value) override { momentum = value; }
  double momentum = 0.1;
};

struct NormTensors {
  const at::Tensor& gamma;  // [channels], as the rest
  const at::Tensor& beta;
  const at::Tensor& mean;      // running
  const at::Tensor& variance;  // running
};

struct NormPass {
  bool training = false;
  bool again = false;  // the running statistics have taken in this input already
  double momentum = 0.1;
  double epsilon = 0;
};

// x: float [n, channels, h, w]; the result has its shape.
at::Tensor batch_norm(const at::Tensor& x, const NormTensors& norm, const NormPass& pass);

}  // namespace remedy
