// What goes into a record's provenance.
#pragma once

#include <c10/core/Device.h>

#include <string>

namespace remedy {

std::string harness_version();                // "0.1.0"
std::string libtorch_version();               // "1.13.1"
std::string compiler_version();               // "gcc 12.2.0"
std::string device_name(c10::Device device);  // "cpu", "cuda: NVIDIA H100"

}  // namespace remedy
