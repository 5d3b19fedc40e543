// Vision transformers against torchvision's: see make_transformer_reference.py.
#include "model/architectures/vision_transformer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/json.h"
#include "model/architectures/architectures.h"
#include "model/inference.h"
#include "model/kept_activations.h"
#include "model/reference.h"
#include "model/weights.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<Network> network_of(const std::string& name, int pixels) {
  Baseline baseline;
  baseline.architecture = name;
  baseline.preprocess.crop = pixels;
  return make_network(baseline, 1000, c10::Device("cpu"));
}

class TransformerAgainstTorchvision : public ::testing::TestWithParam<const char*> {};

TEST_P(TransformerAgainstTorchvision, NamesShapesAndLogits) {
  const Json reference =
      read_json(source_dir() + "/tests/model/transformer_reference.json").at(GetParam());
  const int pixels = reference["pixels"];
  expect_reference(*network_of(GetParam(), pixels), reference, pixels);
}

INSTANTIATE_TEST_SUITE_P(Sizes, TransformerAgainstTorchvision,
                         ::testing::Values("vit_ti_16", "vit_s_32", "vit_b_16"));

constexpr TransformerLayout kSmall = {2, 64, 4, 256, 8};

VisionTransformer small_network(int pixels = 64) {
  VisionTransformer network({"vit_small", kSmall, 7, pixels}, c10::Device("cpu"));
  fill(network);
  return network;
}

at::Tensor images(std::int64_t count, std::int64_t pixels = 64) {
  return sines({count, 3, pixels, pixels}, 5).to(at::kFloat);
}

TEST(VisionTransformer, FeaturesThenHeadIsForwardFromAnyStage) {
  VisionTransformer network = small_network();
  const at::NoGradGuard no_grad;
  const at::Tensor features = network.features(images(3));
  EXPECT_EQ(features.sizes(), (std::vector<std::int64_t>{3, 64}));
  const std::size_t end = network.stages().size();
  for (std::size_t middle = 1; middle < end; ++middle) {
    const at::Tensor half = network.run(images(3), 0, middle);
    EXPECT_TRUE(network.run(half, middle, end).equal(network.forward(images(3)))) << middle;
  }
}

TEST(VisionTransformer, HasNeitherBatchNormNorAFusedInference) {
  VisionTransformer network = small_network();
  EXPECT_EQ(network.batch_norm(), nullptr);
  EXPECT_TRUE(network.buffers().empty());
  const auto inference = make_inference_network(network, Precision::kFloat32);
  EXPECT_EQ(inference->kind(), "libtorch, unfused, float32");
  EXPECT_TRUE(inference->run(images(2), 0, inference->stages()).equal(network.forward(images(2))));
}

TEST(VisionTransformer, AChangedLayerLeavesTheStagesBeforeItEqual) {
  VisionTransformer network = small_network(), changed = small_network();
  EXPECT_EQ(equal_stages(changed, network), network.stages().size());
  const at::NoGradGuard no_grad;
  for (const NamedTensor& own : changed.parameters()) {
    if (own.name == "encoder.layers.encoder_layer_1.mlp.0.bias") own.tensor.add_(1);
  }
  EXPECT_EQ(equal_stages(changed, network), 2U);
}

TEST(VisionTransformer, ACloneSharesNothing) {
  VisionTransformer network = small_network();
  const auto clone = network.clone();
  const at::NoGradGuard no_grad;
  EXPECT_TRUE(clone->forward(images(1)).equal(network.forward(images(1))));
  clone->parameters()[0].tensor.add_(1);
  EXPECT_FALSE(clone->forward(images(1)).equal(network.forward(images(1))));
}

TEST(VisionTransformer, SaysWhichImagesItTakes) {
  VisionTransformer network = small_network();
  try {
    network.forward(images(1, 32));
    FAIL() << "it took them";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("takes images of 64 pixels along a side, found a tensor of "
                                        "[1, 3, 32, 32]"));
  }
}

// A training step's logits and gradients, one below the other.
std::vector<at::Tensor> step(VisionTransformer& network, const at::Tensor& input) {
  network.train(true);
  const at::Tensor logits = network.forward(input);
  logits.square().sum().backward();
  std::vector<at::Tensor> result = {logits.detach()};
  for (const NamedTensor& parameter : network.parameters()) {
    result.push_back(parameter.tensor.grad().clone());
  }
  return result;
}

TEST(VisionTransformer, RecomputationChangesNoBit) {
  VisionTransformer plain = small_network(), frugal = small_network();
  frugal.set_activation_budget(0);
  const std::vector<at::Tensor> expected = step(plain, images(3)), found = step(frugal, images(3));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_TRUE(at::equal(found[i], expected[i])) << "tensor " << i;
  }
}

// The budget from which on everything is kept is what a forward pass keeps, within a tenth.
TEST(VisionTransformer, TheBudgetIsWhatAForwardPassKeeps) {
  VisionTransformer network = small_network();
  const at::Tensor input = images(16);
  const auto budget = static_cast<double>(smallest_without([&](std::int64_t bytes) {
    network.set_activation_budget(bytes);
    return leads_to(network.run(input, 0, 3).grad_fn().get(), "Recomputed");
  }));
  const at::Tensor tokens = network.run(input, 0, 1).detach();
  const std::int64_t before = allocated_bytes();
  const at::Tensor output = network.run(tokens, 1, 3);
  const auto kept = static_cast<double>(allocated_bytes() - before);
  EXPECT_GT(budget, 0.95 * kept);
  EXPECT_LT(budget, 1.1 * kept);
}

}  // namespace
}  // namespace remedy
