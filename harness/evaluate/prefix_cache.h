// A suite's activations inside the baseline, for networks that share their first stages with it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <map>

#include "evaluate/suite_tensor.h"
#include "model/inference.h"

namespace remedy {

// How many bytes of activations may still be kept, by all suites together.
struct CacheBudget {
  std::int64_t bytes = std::int64_t{1} << 30;
};

// All that it is given must outlive it.
class PrefixCache {
 public:
  PrefixCache(InferenceNetwork& baseline, const SuiteTensor& suite, std::int64_t batch,
              CacheBudget& budget);

  // The baseline's logits, float [n, classes], on the CPU. Its features are kept on the way.
  at::Tensor baseline_logits();

  // Logits of a network whose stages 0 ... unchanged - 1 equal the baseline's: to the bit those
  // that it gives from the images on. The work starts at the last of these stages whose activations
  // the budget has room for.
  at::Tensor logits(InferenceNetwork& network, std::size_t unchanged);

 private:
  // The first stage that is to be run, at most `unchanged`; its input is then in activations_.
  std::size_t start(std::size_t unchanged);
  bool resumes_exactly(std::size_t stage) const;
  at::Tensor run(InferenceNetwork& network, std::size_t first, std::size_t last) const;

  InferenceNetwork& baseline_;
  const SuiteTensor& suite_;
  std::int64_t batch_;
  CacheBudget& budget_;
  std::map<std::size_t, at::Tensor> activations_;  // inputs of stages; undefined: not to be kept
};

}  // namespace remedy
