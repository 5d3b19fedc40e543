// That the simulated accelerator shows what a GPU would: planted faults, and what work costs in
// copies and waits.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/optim/sgd.h>

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "evaluate/suite_tensor.h"
#include "model/architectures/resnet.h"
#include "simulated/device_memory.h"
#include "simulated/transfers.h"
#include "simulated/work_on_device.h"

namespace remedy {
namespace {

using simulated::kDevice;
using simulated::WorkOnDevice;

using simulated::memory_use;
using simulated::reset_transfers;
using simulated::transfers;
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

TEST_F(WorkOnDevice, AnEvaluatedSuiteCrossesToTheHostOnce) {
  const SuiteTensor images = suite(kDevice);
  reset_transfers();
  compute_logits(network_, images, /*batch=*/8);
  EXPECT_EQ(transfers().to_host, 1);  // all logits at the end, none for each of the five batches
  EXPECT_EQ(transfers().to_device, 0);
  EXPECT_EQ(transfers().waits, 1);
}

TEST_F(WorkOnDevice, ASuiteThatDoesNotFitGoesThereBatchByBatchWithoutAWait) {
  const at::Tensor expected = compute_logits(network_, suite(kDevice), 8);
  const std::size_t before = memory_use(kDevice).bytes;
  const auto room = static_cast<std::size_t>(pixels_.nbytes()) / 2;
  simulated::limit_memory(kDevice, before + room);
  const SuiteTensor images = suite(kDevice);
  simulated::limit_memory(kDevice, 0);
  EXPECT_LT(memory_use(kDevice).bytes, before + room);  // it was not kept there
  reset_transfers();
  EXPECT_TRUE(compute_logits(network_, images, 8).equal(expected));
  EXPECT_EQ(transfers().to_device, 5);
  EXPECT_EQ(transfers().to_host, 1);
  EXPECT_EQ(transfers().waits, 1);
}

TEST_F(WorkOnDevice, ATrainingStepNeitherCopiesNorWaits) {
  const at::Tensor images = suite(kDevice).images(0, 16);
  const at::Tensor labels = at::arange(16, at::kLong).remainder(10).to(kDevice);
  network_.train(true);
  reset_transfers();
  at::cross_entropy_loss(network_.forward(images), labels).backward();
  EXPECT_EQ(transfers().to_host, 0);
  EXPECT_EQ(transfers().to_device, 0);
  EXPECT_EQ(transfers().waits, 0);
}

TEST_F(WorkOnDevice, TrainingGivesWhatTheCpuGives) {
  ResNet here({"resnet18", 10, 8}, c10::Device(c10::kCPU));
  here.copy_from(network_);
  const auto train = [&](ResNet& network) {
    const at::Tensor images = suite(network.device()).images(0, 16);
    const at::Tensor labels = at::arange(16, at::kLong).remainder(10).to(network.device());
    std::vector<at::Tensor> parameters;
    for (const NamedTensor& parameter : network.parameters())
      parameters.push_back(parameter.tensor);
    torch::optim::SGD optimizer(parameters, torch::optim::SGDOptions(0.01).momentum(0.9));
    network.train(true);
    for (int step = 0; step < 3; ++step) {
      optimizer.zero_grad();
      const at::Tensor own =
          at::log_softmax(network.forward(images), 1).gather(1, labels.unsqueeze(1)).squeeze(1);
      (-own.mean()).backward();
      optimizer.step();
    }
    network.eval();
    const at::NoGradGuard no_grad;
    return network.forward(images).to(at::kCPU);
  };
  const at::Tensor expected = train(here);
  EXPECT_TRUE(train(network_).allclose(expected, 1e-2, 1e-3));
}

TEST_F(WorkOnDevice, ASmallerBatchIsTriedWhereTheLargeOneDoesNotFit) {
  const SuiteTensor images = suite(kDevice);
  const at::Tensor expected = compute_logits(network_, images, 4);
  const std::size_t before = memory_use(kDevice).bytes;
  simulated::limit_memory(kDevice, before + (std::size_t{1} << 20));
  EXPECT_TRUE(compute_logits(network_, images, kImages).allclose(expected, 1e-4, 1e-4));
  simulated::limit_memory(kDevice, 0);
  EXPECT_EQ(memory_use(kDevice).bytes, before);
}

}  // namespace
}  // namespace remedy
