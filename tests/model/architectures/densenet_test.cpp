// Densely connected networks against torchvision's: see make_densenet_reference.py.
#include "model/architectures/densenet.h"

#include <gtest/gtest.h>

#include "model/architectures/architectures.h"
#include "model/kept_activations.h"
#include "model/reference.h"
#include "model/weights.h"
#include "places.h"

namespace remedy {
namespace {

class DenseAgainstTorchvision : public ::testing::TestWithParam<const char*> {};

TEST_P(DenseAgainstTorchvision, NamesShapesAndLogits) {
  Baseline baseline;
  baseline.architecture = GetParam();
  const auto network = make_network(baseline, 1000, c10::Device("cpu"));
  expect_reference(*network,
                   read_json(source_dir() + "/tests/model/densenet_reference.json").at(GetParam()),
                   /*pixels=*/64);
}

INSTANTIATE_TEST_SUITE_P(Sizes, DenseAgainstTorchvision,
                         ::testing::Values("densenet121", "densenet161"));

constexpr DenseLayout kSmallDense = {{2, 1, 2, 1}, /*growth=*/8, /*stem=*/16};

DenseNet small_densenet() {
  DenseNet network({"small", kSmallDense, 7}, c10::Device("cpu"));
  fill(network);
  return network;
}

at::Tensor dense_images(std::int64_t count) {
  return (20 * sines({count, 3, 64, 64}, 5))
      .to(at::kFloat)
      .contiguous(at::MemoryFormat::ChannelsLast);
}

TEST(DenseNet, FeaturesThenHeadIsForwardFromAnyStage) {
  DenseNet network = small_densenet();
  const at::NoGradGuard no_grad;
  EXPECT_EQ(network.features(dense_images(3)).dim(), 2);
  const std::size_t end = network.stages().size();
  for (std::size_t middle = 1; middle < end; ++middle) {
    const at::Tensor half = network.run(dense_images(3), 0, middle);
    EXPECT_TRUE(network.run(half, middle, end).equal(network.forward(dense_images(3)))) << middle;
  }
}

TEST(DenseNet, AChangedLayerLeavesTheStagesBeforeItEqual) {
  DenseNet network = small_densenet(), changed = small_densenet();
  EXPECT_EQ(equal_stages(changed, network), network.stages().size());
  const at::NoGradGuard no_grad;
  for (const NamedTensor& own : changed.buffers()) {
    if (own.name == "features.denseblock3.denselayer1.norm2.running_mean") own.tensor.add_(1);
  }
  EXPECT_EQ(network.stages().at(equal_stages(changed, network)),
            "features.denseblock3.denselayer1");
}

// A training step's logits, gradients, and what batch norm has gathered, one below the other.
std::vector<at::Tensor> step_of(DenseNet& network, const at::Tensor& input) {
  network.train(true);
  const at::Tensor logits = network.forward(input);
  logits.square().sum().backward();
  std::vector<at::Tensor> result = {logits.detach()};
  for (const NamedTensor& one : network.parameters()) result.push_back(one.tensor.grad().clone());
  for (const NamedTensor& one : network.buffers()) result.push_back(one.tensor.clone());
  return result;
}

TEST(DenseNet, RecomputationChangesNoBit) {
  DenseNet plain = small_densenet(), frugal = small_densenet();
  frugal.set_activation_budget(0);
  const auto expected = step_of(plain, dense_images(3)), found = step_of(frugal, dense_images(3));
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_TRUE(at::equal(found[i], expected[i])) << "tensor " << i;
  }
}

TEST(DenseNet, BatchNormFollowsTheBatchesByItsMomentum) {
  DenseNet network = small_densenet();
  const at::Tensor before = network.buffers()[0].tensor.clone();
  network.batch_norm()->set_momentum(0);
  network.train(true);
  network.forward(dense_images(2));
  EXPECT_TRUE(network.buffers()[0].tensor.equal(before));
  network.batch_norm()->set_momentum(0.5);
  network.forward(dense_images(2));
  EXPECT_FALSE(network.buffers()[0].tensor.equal(before));
  EXPECT_EQ(network.buffers()[2].tensor.item<std::int64_t>(), 2);  // num_batches_tracked
}

// The budget from which on everything is kept is what a forward pass keeps, within a tenth.
TEST(DenseNet, TheBudgetIsWhatAForwardPassKeeps) {
  DenseNet network = small_densenet();
  network.train(true);
  const at::Tensor input = dense_images(8);
  const std::size_t end = network.stages().size() - 2;
  const auto recomputes = [&](std::int64_t budget) {
    network.set_activation_budget(budget);
    return leads_to(network.run(input, 0, end).grad_fn().get(), "Recomputed");
  };
  const auto budget = static_cast<double>(smallest_without(recomputes));
  const std::int64_t before = allocated_bytes();
  const at::Tensor output = network.run(input, 0, end);
  const auto kept = static_cast<double>(allocated_bytes() - before);
  EXPECT_GT(budget, 0.95 * kept);
  EXPECT_LT(budget, 1.1 * kept);
}

}  // namespace
}  // namespace remedy
