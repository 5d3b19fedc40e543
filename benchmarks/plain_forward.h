// A ResNet of basic blocks in evaluation mode with all tensors in NCHW, which Remedy's own never
// has: what a forward pass costs without channels_last.
#pragma once

#include <map>
#include <string>

#include "model/architectures/resnet.h"

namespace remedy::bench {

class PlainResNet {
 public:
  // resnet18 or resnet34; takes a copy of the weights.
  explicit PlainResNet(const ResNet& network);

  // images: float [n, 3, H, W], contiguous. Returns logits, float [n, classes].
  at::Tensor forward(const at::Tensor& images) const;

 private:
  at::Tensor unit(const at::Tensor& x, const std::string& conv, const std::string& norm,
                  std::int64_t stride) const;

  Architecture architecture_;
  std::map<std::string, at::Tensor> state_;
};

}  // namespace remedy::bench
