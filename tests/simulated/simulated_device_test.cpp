// That the simulated accelerator shows what a GPU would: planted faults.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "simulated/device_memory.h"

namespace remedy {
namespace {

using simulated::kDevice;
using simulated::memory_use;
using ::testing::HasSubstr;

template <typename Work>
std::string message_of(const Work& work) {
  try {
    work();
  } catch (const c10::Error& error) {
    return error.what_without_backtrace();
  }
  return "nothing was thrown";
}

TEST(SimulatedDevice, ComputesWhatTheCpuDoes) {
  at::manual_seed(1);
  const at::Tensor x = at::randn({5, 7});
  const at::Tensor w = at::randn({7, 3});
  const at::Tensor there = at::mm(x.to(kDevice), w.to(kDevice)).relu();
  EXPECT_EQ(there.device(), kDevice);
  EXPECT_TRUE(there.to(at::kCPU).equal(at::mm(x, w).relu()));
}

// Four channels in channels_last, where the CPU's own backward pass damages the heap.
TEST(SimulatedDevice, DifferentiatesWhatTheCpuDoes) {
  at::manual_seed(1);
  const at::Tensor x = at::randn({3, 3, 8, 8}), w = at::randn({4, 3, 3, 3}).mul_(0.3);
  const at::Tensor narrow = at::randn({8, 4, 1, 1}), ones = at::ones({4});
  const auto gradients = [&](c10::Device device, at::MemoryFormat format) {
    const at::Tensor a = w.to(device).contiguous(format).clone().requires_grad_();
    const at::Tensor b = narrow.to(device).contiguous(format).clone().requires_grad_();
    const at::Tensor gamma = ones.to(device);
    const at::Tensor y = at::conv2d(x.to(device).contiguous(format), a, {}, 1, 1);
    const at::Tensor z = at::batch_norm(y, gamma, gamma, {}, {}, /*training=*/true, 0.1, 1e-5,
                                        /*cudnn_enabled=*/false);
    at::conv2d(at::relu(z), b).square().sum().backward();
    return std::vector<at::Tensor>{a.grad().to(at::kCPU), b.grad().to(at::kCPU)};
  };
  const auto there = gradients(kDevice, at::MemoryFormat::ChannelsLast);
  const auto here = gradients(c10::Device(at::kCPU), at::MemoryFormat::Contiguous);
  EXPECT_TRUE(there[0].allclose(here[0], 1e-3, 1e-3));
  EXPECT_TRUE(there[1].allclose(here[1], 1e-3, 1e-3));
}

TEST(SimulatedDevice, RefusesATensorOfTheCpuBesideOneOfItsOwn) {
  const at::Tensor x = at::ones({2, 3});
  EXPECT_THAT(message_of([&] { x.to(kDevice).add(x); }),
              HasSubstr("Expected all tensors to be on the same device"));
  EXPECT_THAT(message_of([&] { x.to(kDevice).add(2.0); }), HasSubstr("nothing"));
}

TEST(SimulatedDevice, RefusesATensorOfAnotherDevice) {
  ASSERT_EQ(simulated::device_count(), 2);
  const at::Tensor x = at::ones({2});
  EXPECT_THAT(message_of([&] { x.to(kDevice).add(x.to(c10::Device(simulated::kType, 1))); }),
              HasSubstr("at least two devices"));
}

using SimulatedDeviceDeathTest = ::testing::Test;

TEST(SimulatedDeviceDeathTest, TheHostCannotReadItsMemory) {
  const at::Tensor x = at::ones({2}).to(kDevice);
  EXPECT_EXIT(
      {
        volatile float value = *x.data_ptr<float>();
        (void)value;
      },
      ::testing::KilledBySignal(SIGSEGV), "");
}

TEST(SimulatedDevice, ABufferWrittenBeforeItsCopyEndedShows) {
  const at::Tensor buffer = at::ones({4}).pin_memory(kDevice);
  const at::Tensor there = buffer.to(kDevice, /*non_blocking=*/true);
  buffer.fill_(2);  // the copy has not been waited for
  EXPECT_EQ(there.sum().item<float>(), 8);
}

TEST(SimulatedDevice, AMissingFreeShows) {
  const std::size_t before = memory_use(kDevice).bytes;
  auto forgotten = std::make_unique<at::Tensor>(at::ones({4096}).to(kDevice));
  EXPECT_GT(memory_use(kDevice).bytes, before);
  forgotten.reset();
  EXPECT_EQ(memory_use(kDevice).bytes, before);
}

TEST(SimulatedDevice, MoreThanItsMemoryIsRefusedAsCudaRefusesIt) {
  simulated::limit_memory(kDevice, memory_use(kDevice).bytes + (1 << 20));
  EXPECT_THAT(
      message_of([] { at::empty({1 << 20}, at::TensorOptions(at::kFloat).device(kDevice)); }),
      HasSubstr("CUDA out of memory"));
  simulated::limit_memory(kDevice, 0);
}

}  // namespace
}  // namespace remedy
