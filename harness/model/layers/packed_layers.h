// A network's layers in oneDNN's own layout, with their gradients: for training on a CPU.
#pragma once

#include <ATen/core/Tensor.h>

#include "model/layers/residual_layers.h"

// From a network's first convolution to its last, activations stay in blocks of 16 channels:
// tensors [n, c / 16, h, w, 16], "packed" below. 3x3 convolutions of stride 1 are Winograd's there,
// forwards and backwards (Lavin and Gray, CVPR 2016), and ReLU happens in batch norm's pass. The
// functions are libtorch's own ones, and differ from them by rounding. All can be differentiated,
// any number of times.
namespace remedy::packed {

// Whether this build and processor gain by it, for layers whose numbers of channels are multiples
// of `channels`. Not under autocast.
bool available(std::int64_t channels);

// [n, c, h, w] to packed.
at::Tensor pack(const at::Tensor& x);
// Packed to [n, c, h, w], channels_last.
at::Tensor unpack(const at::Tensor& x);

// What follows batch norm.
enum class Then { kNothing, kRelu, kReluAndPool };

// With `training` batch norm normalises with the batch's statistics, and follows them with weight
// `momentum` in the running ones, unless momentum is 0.
struct Norm {
  bool training = false;
  double momentum = 0;
};

// norm(conv(x)), and `then`, which may be `pooling`. x: packed, or images [n, 3, h, w].
at::Tensor conv_norm(const ConvNorm& unit, const at::Tensor& x, Then then, const Norm& norm,
                     const StemPooling& pooling = {});

// Packed to [n, c]: the mean of every channel.
at::Tensor average_pool(const at::Tensor& x);

}  // namespace remedy::packed
