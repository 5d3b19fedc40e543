// The device that the GPU tests run on.
#pragma once

#include <c10/core/Device.h>

#include <string>

namespace remedy::testing {

// "cuda", or what REMEDY_GPU_TESTS_DEVICE names: "privateuseone" is the simulated device of
// tests/simulated, where it is loaded; with "cpu" the tests themselves can be tried, which shows
// nothing about a GPU.
std::string device_under_test();
c10::Device parsed_device_under_test();

}  // namespace remedy::testing
