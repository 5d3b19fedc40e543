// A network on the simulated device and images for it.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "evaluate/suite_tensor.h"
#include "model/architectures/resnet.h"
#include "simulated/device_memory.h"

namespace remedy::simulated {

// A ResNet of width 8 on the device, and images of 32 pixels.
class WorkOnDevice : public ::testing::Test {
 protected:
  WorkOnDevice() : network_({"resnet18", 10, 8}, kDevice) {
    const at::NoGradGuard no_grad;
    at::manual_seed(1);
    for (const NamedTensor& parameter : network_.parameters()) {
      if (parameter.tensor.dim() > 1) {
        parameter.tensor.copy_(at::randn(parameter.tensor.sizes()).mul_(0.1));
      } else {
        parameter.tensor.fill_(0.5);
      }
    }
    pixels_ = at::randint(256, {kImages, kSide, kSide, 3}, at::kByte);
  }

  SuiteTensor suite(c10::Device device) const {
    return {pixels_.data_ptr<std::uint8_t>(), kImages, kSide, kSide, Preprocess{}, device};
  }

  static constexpr std::int64_t kImages = 40;
  static constexpr int kSide = 32;
  ResNet network_;
  at::Tensor pixels_;
};

}  // namespace remedy::simulated
