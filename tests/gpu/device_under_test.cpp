#include "gpu/device_under_test.h"

#include <gtest/gtest.h>
#include <torch/cuda.h>

#include <cstdio>
#include <cstdlib>

#include "worker/device.h"

namespace remedy::testing {

std::string device_under_test() {
  const char* set = std::getenv("REMEDY_GPU_TESTS_DEVICE");
  return set != nullptr ? set : "cuda";
}

c10::Device parsed_device_under_test() { return parse_device(device_under_test()); }

}  // namespace remedy::testing

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (remedy::testing::device_under_test() == "cuda" && torch::cuda::device_count() == 0) {
#ifdef REMEDY_CUDA
    std::puts("skipped: this machine has no CUDA device that libtorch can use");
#else
    std::puts("skipped: this is a build without CUDA; the preset cuda has it");
#endif
    return 77;
  }
  remedy::make_repeatable(remedy::testing::parsed_device_under_test());
  return RUN_ALL_TESTS();
}
