// Where a worker computes.
#pragma once

#include <c10/core/Device.h>

#include <string>

#include "core/study.h"
#include "model/resnet.h"

namespace remedy {

// "cpu", "cuda", "cuda:1". Throws Error where there is no such device.
c10::Device parse_device(const std::string& text);

// The network that a study's baseline names.
Architecture architecture(const Baseline& baseline, int classes);

}  // namespace remedy
