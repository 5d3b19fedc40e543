// What the harness does with a network knows no family: here with one that has neither batch norm
// nor fused inference.
#include "model/network.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/study/architectures.h"
#include "model/architectures/architectures.h"
#include "model/architectures/geometry_fit.h"
#include "model/inference.h"
#include "model/two_layers.h"
#include "model/weights.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;

at::Tensor some_images() {
  at::manual_seed(5);
  return at::randn({6, 3, 4, 4});
}

TEST(Network, ItsInferenceIsItsOwnForwardPassWhereItHasNoFusedOne) {
  TwoLayers network(/*seed=*/1);
  const auto inference = make_inference_network(network, Precision::kFloat32);
  const at::Tensor images = some_images();
  EXPECT_TRUE(inference->run(images, 0, 3).equal(network.forward(images)));
  EXPECT_TRUE(inference->run(network.features(images), 2, 3).equal(network.forward(images)));
  EXPECT_EQ(inference->stages(), 3U);
  EXPECT_FALSE(inference->run(images, 0, 3).requires_grad());
  try {
    make_inference_network(network, Precision::kBFloat16);
    FAIL() << "it has bfloat16";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("a two_layers with 5 classes is evaluated in float32"));
  }
}

TEST(Network, ItsInferenceKeepsTheWeightsThatItWasMadeOf) {
  TwoLayers network(1);
  const auto inference = make_inference_network(network, Precision::kFloat32);
  const at::Tensor before = inference->run(some_images(), 0, 3);
  const at::NoGradGuard no_grad;
  network.parameters()[0].tensor.zero_();
  EXPECT_TRUE(inference->run(some_images(), 0, 3).equal(before));
}

TEST(Network, StagesThatEqualAnothersAreFoundByTheNamesOfTensors) {
  TwoLayers one(1), other(1);
  EXPECT_EQ(equal_stages(one, other), 3U);
  const at::NoGradGuard no_grad;
  other.parameters()[2].tensor.add_(1);  // head.weight
  EXPECT_EQ(equal_stages(one, other), 2U);
  other.parameters()[0].tensor.add_(1);  // body.weight
  EXPECT_EQ(equal_stages(one, other), 0U);
}

TEST(Network, ItsWeightsAreSavedLoadedAndRefusedUnderItsOwnName) {
  const testing::TemporaryDirectory directory;
  const TwoLayers network(1);
  const auto file = directory / "weights.safetensors";
  save_weights(network, file);
  TwoLayers again(2);
  load_weights(again, read_checkpoint(file), "here");
  EXPECT_EQ(equal_stages(network, again), 3U);
  EXPECT_EQ(first_not_finite(again), "");
  ResNet residual({"resnet18", 5, 4}, c10::Device("cpu"));
  try {
    load_weights(residual, read_checkpoint(file), "here");
    FAIL() << "they were loaded";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("here: these are not the weights of a resnet18 with 5 "
                                        "classes and base width 4:\n  missing: "));
  }
}

TEST(Network, OfAnotherFamilyNoGeometryOfResidualNetworksIsBetter) {
  EXPECT_FALSE(better_geometry(TwoLayers(1), some_images()));
}

TEST(Network, ACopySharesNothing) {
  TwoLayers network(1);
  const std::unique_ptr<Network> copy = network.copy();
  const std::unique_ptr<Model> clone = network.clone();
  const at::NoGradGuard no_grad;
  network.parameters()[0].tensor.zero_();
  EXPECT_FALSE(copy->parameters()[0].tensor.equal(network.parameters()[0].tensor));
  EXPECT_TRUE(copy->parameters()[0].tensor.equal(clone->parameters()[0].tensor));
  copy->copy_from(network);
  EXPECT_EQ(equal_stages(*copy, network), 3U);
}

std::unique_ptr<Network> network_of(const ArchitectureInfo& info) {
  Baseline baseline;
  baseline.architecture = info.name;
  baseline.base_width = 4;
  baseline.preprocess.crop = 64;
  return make_network(baseline, 7, c10::Device("cpu"));
}

TEST(Architectures, EveryResidualNetworkThatAStudyMayNameIsMade) {
  for (const ArchitectureInfo& info : architectures()) {
    if (info.residual() == nullptr) continue;
    const std::unique_ptr<Network> network = network_of(info);
    EXPECT_EQ(network->classes(), 7) << info.name;
    EXPECT_EQ(network->description(), info.name + " with 7 classes and base width 4");
    EXPECT_EQ(network->stages().front(), "stem");
    EXPECT_EQ(network->stages().back(), "fc");
    EXPECT_NE(network->batch_norm(), nullptr);
    // Blocks of basic networks have two convolutions, bottlenecks three.
    const bool third = std::any_of(
        network->parameters().begin(), network->parameters().end(),
        [](const NamedTensor& tensor) { return tensor.name == "layer1.0.conv3.weight"; });
    EXPECT_EQ(third, info.residual()->bottlenecks) << info.name;
  }
}

TEST(Architectures, EveryDenseNetworkThatAStudyMayNameIsMade) {
  for (const ArchitectureInfo& info : architectures()) {
    if (info.dense() == nullptr) continue;
    const std::unique_ptr<Network> network = network_of(info);
    EXPECT_EQ(network->description(), info.name + " with 7 classes");
    EXPECT_EQ(network->stages().back(), "classifier");
    EXPECT_NE(network->batch_norm(), nullptr);
  }
}

// The larger ones would take gigabytes here; tests of checkpoints know their tensors.
TEST(Architectures, EveryVisionTransformerThatAStudyMayNameIsMade) {
  constexpr int kWidest = 768;
  for (const ArchitectureInfo& info : architectures()) {
    const TransformerLayout* layout = info.transformer();
    if (layout == nullptr || layout->width > kWidest) continue;
    const std::unique_ptr<Network> network = network_of(info);
    EXPECT_EQ(network->description(), info.name + " with 7 classes for images of 64 pixels");
    EXPECT_EQ(network->stages().size(), static_cast<std::size_t>(layout->layers) + 3);
    EXPECT_EQ(network->stages().back(), "heads.head");
    EXPECT_EQ(network->batch_norm(), nullptr);
  }
}

}  // namespace
}  // namespace remedy
