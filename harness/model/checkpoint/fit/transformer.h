// The tensors of a vision transformer: their names, and what their shapes show of the network.
#pragma once

#include "model/checkpoint/fit/network_shape.h"

namespace remedy {

const TensorFamily& transformer_family();

}  // namespace remedy
