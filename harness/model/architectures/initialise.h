// Weights to begin a training with.
#pragma once

#include <cstdint>

#include "model/architectures/resnet.h"

namespace remedy {

// Kaiming's normal initialisation for rectified units (He et al., ICCV 2015) with fan-out, as
// torchvision has it; the head evenly within 1 / sqrt(inputs).
void initialise(ResNet& network, std::int64_t seed);

}  // namespace remedy
