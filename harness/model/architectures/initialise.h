// Weights to begin a training with.
#pragma once

#include <cstdint>

#include "model/network.h"

namespace remedy {

// Convolutions by Kaiming's normal initialisation for rectified units (He et al., ICCV 2015) with
// fan-out, as torchvision has it; matrices evenly within 1 / sqrt(inputs); a transformer's tokens
// and positions normal with a deviation of 0.02; scales 1 and biases 0.
void initialise(Network& network, std::int64_t seed);

}  // namespace remedy
