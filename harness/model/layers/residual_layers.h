// What a residual network (He et al., CVPR 2016) consists of.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/study/geometry.h"

namespace remedy {

// A convolution without bias, and the batch norm behind it.
struct ConvNorm {
  at::Tensor weight;                       // [out, in, k, k], channels_last
  at::Tensor gamma, beta, mean, variance;  // [out]
  at::Tensor batches;                      // int64 scalar: num_batches_tracked
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  double epsilon = kBatchNormEpsilon;  // added to the variance
};

struct ResidualBlock {
  std::vector<ConvNorm> main;
  std::optional<ConvNorm> shortcut;
};

// Behind the blocks stand the mean over the image and the head.
struct ResidualLayers {
  ConvNorm stem;
  std::optional<StemPooling> pooling;  // behind the stem
  std::vector<ResidualBlock> blocks;
  at::Tensor head_weight, head_bias;  // float [classes, c] and [classes]

  // Stem, blocks, mean, head.
  std::size_t stages() const { return blocks.size() + 3; }
};

}  // namespace remedy
