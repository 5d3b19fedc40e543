// What kind of network tensors are of that Remedy has no network for, as far as names and shapes
// tell.
#pragma once

#include <string>

#include "model/checkpoint/checkpoint.h"

namespace remedy {

// "a DenseNet", by the names of torchvision, timm or Hugging Face; empty where nothing known is
// recognised, or where the tensors may be those of a residual network that Remedy has.
std::string other_network(const TensorSet& set);

}  // namespace remedy
