// How much of a stop set a network gets right: asked before every step of a fine-tune.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "evaluate/prefix_cache.h"
#include "model/network.h"

namespace remedy {

class StopProbe {
 public:
  // `images` and `labels` must outlive the object; `labels` has a class index for each image.
  StopProbe(const Network& baseline, const SuiteTensor& images,
            const std::vector<std::int32_t>& labels, std::int64_t batch);

  // The share of images whose largest logit is their label's, in float32 whatever precision the
  // study evaluates in. Stages that still equal the baseline's are not run again.
  double accuracy(const Network& network);
  // The same by a model's own forward pass.
  double accuracy(Model& model) const;

  std::int64_t images() const { return static_cast<std::int64_t>(labels_.size()); }

  // What it keeps for later networks, in bytes.
  std::int64_t cached_bytes() const { return CacheBudget().bytes - budget_.bytes; }

 private:
  double correct_share(const at::Tensor& logits) const;

  const Network& baseline_;
  const SuiteTensor& images_;
  const std::vector<std::int32_t>& labels_;
  std::int64_t batch_;
  CacheBudget budget_;
  std::unique_ptr<InferenceNetwork> inference_;  // the baseline's
  PrefixCache activations_;
};

}  // namespace remedy
