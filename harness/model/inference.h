// A network as evaluation runs it: never trained, and faster for it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <memory>
#include <string>

#include "core/study/study.h"
#include "model/network.h"

namespace remedy {

// A copy of a network's weights in evaluation mode. Of residual networks batch norm is folded into
// the convolutions, and bias, addition and ReLU happen in the convolution's own pass where a
// library offers that: oneDNN itself beside libtorch 1.x, libtorch's own fused operators later,
// plain ones on other devices. Logits differ from Model::forward() by rounding alone.
class InferenceNetwork {
 public:
  virtual ~InferenceNetwork() = default;

  // As Model::run(). `input` are images, float [n, 3, H, W], or what run(..., 0, first) returned.
  // Between stages are activations in the network's precision, [n, c, h, w], channels_last; from
  // "pool" on all is float.
  virtual at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) = 0;

  std::size_t stages() const { return stages_; }
  // What computes, and in which precision: logits of networks of the same kind can be compared to
  // the bit.
  virtual std::string kind() const = 0;

 protected:
  explicit InferenceNetwork(std::size_t stages) : stages_(stages) {}

 private:
  std::size_t stages_;
};

// The fastest that this build and the network's device offer: the family's fused inference, or else
// the network as it is. In Precision::kBFloat16 weights and activations of convolutions are
// bfloat16, sums float; the head is float. Throws Error where the family or the processor has no
// fast bfloat16.
std::unique_ptr<InferenceNetwork> make_inference_network(const Network& network,
                                                         Precision precision);

}  // namespace remedy
