// The tensors of a residual network: their names, and what their shapes show of the network.
#pragma once

#include "model/checkpoint/fit/network_shape.h"

namespace remedy {

const TensorFamily& residual_family();

}  // namespace remedy
