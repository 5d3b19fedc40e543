// The optimizers of PyTorch behind one door, with a schedule: a plugin that includes them itself
// takes half a minute to compile.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "remedy/training.h"

namespace torch::optim {
class Optimizer;
}

namespace remedy {

// The share of learning_rate that step `step` (0, 1, ...) takes, of `steps` that the study allows.
double rate_factor(const FinetuneOptions& options, std::int64_t step, std::int64_t steps);

// Moves tensors by their gradients: `optimizer`, `learning_rate`, `momentum`, `weight_decay`,
// `warmup_steps`, `cosine` and `clip_norm` of the options, whose other fields it does not read.
class Optimizer {
 public:
  // `parameters` are at least one and require gradients; `steps` as in rate_factor().
  Optimizer(std::vector<at::Tensor> parameters, const FinetuneOptions& options, std::int64_t steps);
  ~Optimizer();

  // With the gradients that the tensors have; one without a gradient stays.
  void step();
  void zero_grad();

 private:
  std::vector<at::Tensor> parameters_;
  FinetuneOptions options_;
  std::int64_t steps_, done_ = 0;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
};

}  // namespace remedy
