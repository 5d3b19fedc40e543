#include "model/inference.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "model/layers/fused_networks.h"
#include "model/random_network.h"
#include "model/weights.h"

namespace remedy {
namespace {

using Make = std::unique_ptr<InferenceNetwork> (*)(const ResNet&, Precision);

struct Case {
  const char* name;
  Make make;
  Architecture architecture;
};

void PrintTo(const Case& tried, std::ostream* out) {
  *out << tried.name << " " << tried.architecture.name;
}

std::vector<Case> cases() {
  std::vector<Case> result;
  for (const Architecture& architecture :
       {Architecture{"resnet18", 20, 16, Stem::kImageNet},
        Architecture{"resnet18", 20, 32, Stem::kSmall},
        Architecture{"resnet50", 20, 16, Stem::kImageNet},
        Architecture{"resnet18", 20, 16, Stem::kCifar},
        Architecture{"resnet50", 20, 16, Stem::kCaffe, StrideIn::k1x1, 1e-3}}) {
    result.push_back({"libtorch",
                      [](const ResNet& network, Precision precision) {
                        return make_aten_network(network.layers(), precision);
                      },
                      architecture});
    result.push_back({"chosen",
                      [](const ResNet& network, Precision precision) {
                        return make_inference_network(network, precision);
                      },
                      architecture});
  }
  return result;
}

class Inference : public ::testing::TestWithParam<Case> {
 protected:
  Inference() : network_(GetParam().architecture, c10::Device("cpu")) { randomise(network_, 3); }

  at::Tensor eager(const at::Tensor& images) {
    const at::NoGradGuard no_grad;
    return network_.forward(images);
  }

  ResNet network_;
};

TEST_P(Inference, GivesTheNetworksLogits) {
  const auto inference = GetParam().make(network_, Precision::kFloat32);
  for (const std::int64_t count : {5, 1, 5}) {  // shapes alternate
    const at::Tensor images = random_images(count, 60);
    const at::Tensor expected = eager(images),
                     found = inference->run(images, 0, inference->stages());
    EXPECT_EQ(found.scalar_type(), at::kFloat);
    EXPECT_TRUE(at::allclose(found, expected, 1e-4, 1e-4 * expected.abs().max().item<double>()))
        << (found - expected).abs().max();
  }
}

TEST_P(Inference, GivesTheSameBitsEveryTimeAndFromEveryStage) {
  const auto inference = GetParam().make(network_, Precision::kFloat32);
  const at::Tensor images = random_images(4, 64);
  const at::Tensor whole = inference->run(images, 0, inference->stages());
  for (std::size_t stage = 1; stage < inference->stages(); ++stage) {
    const at::Tensor between = inference->run(images, 0, stage);
    const at::Tensor kept = between.clone();
    EXPECT_TRUE(at::equal(inference->run(between, stage, inference->stages()), whole)) << stage;
    EXPECT_TRUE(at::equal(between, kept)) << "the input was written to, stage " << stage;
  }
}

TEST_P(Inference, HoldsWeightsOfItsOwn) {
  const auto inference = GetParam().make(network_, Precision::kFloat32);
  const at::Tensor images = random_images(2, 64);
  const at::Tensor before = inference->run(images, 0, inference->stages() - 1);
  randomise(network_, 4);
  EXPECT_TRUE(at::equal(inference->run(images, 0, inference->stages() - 1), before));
}

TEST_P(Inference, InBfloat16IsNear) {
  const at::Tensor images = random_images(8, 64);
  at::Tensor found;
  try {
    const auto inference = GetParam().make(network_, Precision::kBFloat16);
    found = inference->run(images, 0, inference->stages());
  } catch (const Error& error) {
    GTEST_SKIP() << error.what();
  }
  const at::Tensor expected = eager(images);
  EXPECT_EQ(found.scalar_type(), at::kFloat);
  const double scale = expected.std().item<double>();
  EXPECT_LT((found - expected).abs().mean().item<double>(), 0.1 * scale);
  EXPECT_GT((found - expected).abs().max().item<double>(), 1e-5 * scale) << "not bfloat16 at all";
}

INSTANTIATE_TEST_SUITE_P(Backends, Inference, ::testing::ValuesIn(cases()));

TEST(EqualStages, FindsTheFirstThatDiffers) {
  const Architecture architecture{"resnet18", 10, 8, Stem::kSmall};
  ResNet a(architecture, c10::Device("cpu")), b(architecture, c10::Device("cpu"));
  randomise(a, 1);
  b.copy_from(a);
  const auto change = [&](const std::string& name) {
    const at::NoGradGuard no_grad;
    for (const NamedTensor& own : b.state()) {
      if (own.name == name) own.tensor.add_(1);
    }
  };
  EXPECT_EQ(equal_stages(a, b), a.stages().size());
  change("bn1.num_batches_tracked");
  EXPECT_EQ(equal_stages(a, b), a.stages().size());
  change("fc.bias");
  EXPECT_EQ(equal_stages(a, b), a.stages().size() - 1);
  change("layer3.1.bn2.running_mean");
  EXPECT_EQ(a.stages()[equal_stages(a, b)], "layer3.1");
  change("conv1.weight");
  EXPECT_EQ(equal_stages(a, b), 0u);
}

}  // namespace
}  // namespace remedy
