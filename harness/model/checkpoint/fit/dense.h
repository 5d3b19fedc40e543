// The tensors of a densely connected network: their names, and what their shapes show of it.
#pragma once

#include "model/checkpoint/fit/network_shape.h"

namespace remedy {

const TensorFamily& dense_family();

}  // namespace remedy
