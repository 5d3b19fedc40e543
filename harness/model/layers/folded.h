// Convolutions with the batch norm behind them folded in.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <vector>

#include "model/layers/residual_layers.h"

namespace remedy {

struct FoldedConvolution {
  at::Tensor weight;  // float [out, in, k, k], channels_last
  at::Tensor bias;    // float [out]
  std::int64_t stride = 1;
  std::int64_t padding = 0;
};

struct FoldedBlock {
  std::vector<FoldedConvolution> main;
  std::optional<FoldedConvolution> shortcut;
};

// A residual network without batch norm. It shares no memory with the layers it was made of, but
// for the head.
struct FoldedResNet {
  explicit FoldedResNet(const ResidualLayers& layers);

  FoldedConvolution stem;
  std::optional<StemPooling> pooling;  // behind the stem
  std::vector<FoldedBlock> blocks;
  at::Tensor head_weight, head_bias;
};

// The last two stages, which no fused convolution serves: mean over the image (float [n, c]), and
// the head (float [n, classes]). `stage` is 0 or 1.
at::Tensor run_after_blocks(const FoldedResNet& network, const at::Tensor& x, std::size_t stage);

}  // namespace remedy
