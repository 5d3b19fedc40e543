// What work on the simulated device gives, and what it costs in copies and waits.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/optim/sgd.h>

#include <vector>

#include "model/device_memory.h"
#include "simulated/transfers.h"
#include "simulated/work_on_device.h"

namespace remedy {
namespace {

using simulated::kDevice;
using simulated::memory_use;
using simulated::reset_transfers;
using simulated::transfers;
using simulated::WorkOnDevice;

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

// A training step's gradients.
std::vector<at::Tensor> gradients(ResNet& network, const at::Tensor& images) {
  network.train(true);
  network.forward(images).square().mean().backward();
  std::vector<at::Tensor> all;
  for (const NamedTensor& parameter : network.parameters()) {
    all.push_back(parameter.tensor.grad().to(at::kCPU));
    parameter.tensor.mutable_grad().reset();
  }
  return all;
}

TEST(Activations, AreComputedAgainWhereTheDevicesMemoryIsShort) {
  at::manual_seed(2);
  ResNet network({"resnet50", 10, 8}, kDevice);
  for (const NamedTensor& parameter : network.parameters()) {
    const at::NoGradGuard no_grad;
    parameter.tensor.copy_(at::randn(parameter.tensor.sizes()).mul_(0.1).add_(0.1));
  }
  const at::Tensor images = at::randn({16, 3, 64, 64}).to(kDevice);
  const std::size_t before = memory_use(kDevice).bytes;
  simulated::limit_memory(kDevice, std::size_t{1} << 40);  // the peak begins anew
  const std::vector<at::Tensor> expected = gradients(network, images);
  const std::size_t most = memory_use(kDevice).peak - before;
  simulated::limit_memory(kDevice, before + most * 2 / 3);
  EXPECT_THROW(gradients(network, images), c10::Error);
  network.set_activation_budget(device_memory(kDevice)->free / 2);
  for (const NamedTensor& parameter : network.parameters()) parameter.tensor.mutable_grad().reset();
  const std::vector<at::Tensor> found = gradients(network, images);
  simulated::limit_memory(kDevice, 0);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_TRUE(found[i].equal(expected[i])) << i;
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
