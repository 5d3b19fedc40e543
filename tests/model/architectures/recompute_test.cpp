#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "model/architectures/resnet.h"
#include "model/kept_activations.h"
#include "model/random_network.h"

namespace remedy {
namespace {

// A training step's logits, gradients, and what batch norm has gathered, one below the other.
std::vector<at::Tensor> step(ResNet& network, const at::Tensor& images) {
  network.train(true);
  const at::Tensor logits = network.forward(images);
  logits.square().sum().backward();
  std::vector<at::Tensor> result = {logits.detach()};
  for (const NamedTensor& parameter : network.parameters()) {
    result.push_back(parameter.tensor.grad().clone());
  }
  for (const NamedTensor& buffer : network.buffers()) result.push_back(buffer.tensor.clone());
  return result;
}

class Recompute : public ::testing::TestWithParam<Architecture> {};

TEST_P(Recompute, ChangesNoBitOfLogitsGradientsAndStatistics) {
  const at::Tensor images = random_images(6, 64);
  ResNet plain(GetParam(), c10::Device("cpu")), frugal(GetParam(), c10::Device("cpu"));
  randomise(plain, 1);
  randomise(frugal, 1);
  frugal.set_activation_budget(0);
  const std::vector<at::Tensor> expected = step(plain, images), found = step(frugal, images);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_TRUE(at::equal(found[i], expected[i])) << "tensor " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, Recompute,
                         ::testing::Values(Architecture{"resnet18", 10, 16, Stem::kImageNet},
                                           Architecture{"resnet18", 10, 16, Stem::kSmall},
                                           Architecture{"resnet50", 10, 8, Stem::kImageNet},
                                           Architecture{"resnet18", 10, 16, Stem::kCifar},
                                           Architecture{"resnet50", 10, 8, Stem::kCaffe,
                                                        StrideIn::k1x1, 1e-3}));

TEST(Recompute, HappensAboveTheBudgetAlone) {
  const at::Tensor images = random_images(2, 64);
  ResNet network({"resnet18", 10, 16, Stem::kImageNet}, c10::Device("cpu"));
  randomise(network, 1);
  const auto recomputes = [&] {
    return leads_to(network.run(images, 0, 2).grad_fn().get(), "Recomputed");
  };
  network.set_activation_budget(std::int64_t{1} << 40);
  EXPECT_FALSE(recomputes());
  network.set_activation_budget(1);
  EXPECT_TRUE(recomputes());
}

TEST(Recompute, PassesGradientsToTheInput) {
  ResNet network({"resnet18", 10, 16, Stem::kSmall}, c10::Device("cpu"));
  randomise(network, 1);
  const auto gradient = [&](std::int64_t budget) {
    network.set_activation_budget(budget);
    at::Tensor images = random_images(2, 32).requires_grad_();
    network.forward(images).square().sum().backward();
    return images.grad();
  };
  EXPECT_TRUE(at::equal(gradient(0), gradient(std::int64_t{1} << 40)));
}

}  // namespace
}  // namespace remedy
