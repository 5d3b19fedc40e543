// Against libtorch's own operators.
#include "model/layers/packed_layers.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

#include "model/random_network.h"

namespace remedy {
namespace {

using packed::Then;
using torch::autograd::grad;

struct Shape {
  std::int64_t in, out, kernel, stride, side;
};

void PrintTo(const Shape& shape, std::ostream* out) {
  *out << shape.in << " to " << shape.out << ", " << shape.kernel << "x" << shape.kernel
       << ", stride " << shape.stride << ", of " << shape.side;
}

double distance(const at::Tensor& a, const at::Tensor& b) {
  return ((a - b).abs().max() / b.abs().max().clamp_min(1e-12)).item<double>();
}

class Blocked : public ::testing::TestWithParam<std::tuple<Shape, Then, bool>> {
 protected:
  void SetUp() override {
    if (!packed::available(16))
      GTEST_SKIP() << "needs oneDNN 2 (package libdnnl-dev) and a processor with AVX-512";
    at::manual_seed(5);
    const Shape& shape = std::get<0>(GetParam());
    unit_.weight = at::randn({shape.out, shape.in, shape.kernel, shape.kernel})
                       .contiguous(at::MemoryFormat::ChannelsLast)
                       .requires_grad_();
    unit_.gamma = (at::rand({shape.out}) + 0.5).requires_grad_();
    unit_.beta = at::randn({shape.out}).requires_grad_();
    unit_.mean = at::randn({shape.out});
    unit_.variance = at::rand({shape.out}) + 0.5;
    unit_.stride = shape.stride;
    unit_.padding = shape.kernel / 2;
    unit_.epsilon = 0.01;
    x_ = at::randn({3, shape.in, shape.side, shape.side + 1})
             .contiguous(at::MemoryFormat::ChannelsLast)
             .requires_grad_();
  }

  Then then() const { return std::get<1>(GetParam()); }
  bool training() const { return std::get<2>(GetParam()); }

  at::Tensor by_libtorch(const at::Tensor& mean, const at::Tensor& variance) const {
    const at::Tensor y = at::batch_norm(
        at::conv2d(x_, unit_.weight, {}, unit_.stride, unit_.padding), unit_.gamma, unit_.beta,
        mean, variance, training(), /*momentum=*/0.3, unit_.epsilon, /*cudnn_enabled=*/false);
    if (then() == Then::kReluAndPool) {
      return at::max_pool2d(at::relu(y), 3, 2, pooling_.padding, /*dilation=*/1, pooling_.ceil);
    }
    return then() == Then::kRelu ? at::relu(y) : y;
  }

  at::Tensor by_us() const {
    const at::Tensor x = x_.size(1) == 3 ? x_ : packed::pack(x_);
    return packed::unpack(packed::conv_norm(unit_, x, then(), {training(), 0.3}, pooling_));
  }

  std::vector<at::Tensor> inputs() const { return {x_, unit_.weight, unit_.gamma, unit_.beta}; }

  ConvNorm unit_;
  StemPooling pooling_;
  at::Tensor x_;
};

TEST_P(Blocked, GivesTheSameOutputAndStatistics) {
  const at::Tensor mean = unit_.mean.clone(), variance = unit_.variance.clone();
  const at::Tensor expected = by_libtorch(mean, variance), found = by_us();
  EXPECT_LT(distance(found, expected), 1e-5);
  EXPECT_LT(distance(unit_.mean, mean), 1e-5);
  EXPECT_LT(distance(unit_.variance, variance), 1e-5);
}

TEST_P(Blocked, GivesTheSameGradients) {
  const at::Tensor expected = by_libtorch(unit_.mean.clone(), unit_.variance.clone());
  const at::Tensor found = by_us();
  const at::Tensor direction = at::randn_like(expected);
  const auto expected_gradients = grad({expected}, inputs(), {direction});
  const auto gradients = grad({found}, inputs(), {direction});
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    EXPECT_LT(distance(gradients[i], expected_gradients[i]), 2e-5) << "of input " << i;
    EXPECT_EQ(gradients[i].sizes(), inputs()[i].sizes());
  }
}

// The sum of squared gradients, differentiated.
std::vector<at::Tensor> second_gradients(const at::Tensor& y, const at::Tensor& direction,
                                         const std::vector<at::Tensor>& inputs) {
  const auto first = grad({y}, inputs, {direction}, /*retain_graph=*/true, /*create_graph=*/true);
  at::Tensor sum = first[0].square().sum();
  for (std::size_t i = 1; i < first.size(); ++i) sum = sum + first[i].square().sum();
  return grad({sum}, {inputs[0], inputs[1], inputs[2]});
}

TEST_P(Blocked, GivesTheSameGradientsOfGradients) {
  const at::Tensor expected = by_libtorch(unit_.mean.clone(), unit_.variance.clone());
  const at::Tensor found = by_us();
  const at::Tensor direction = at::randn_like(expected);
  const auto expected_gradients = second_gradients(expected, direction, inputs());
  const auto gradients = second_gradients(found, direction, inputs());
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    EXPECT_LT(distance(gradients[i], expected_gradients[i]), 1e-4) << "of input " << i;
  }
}

TEST_P(Blocked, PoolsAsPyTorchDoesWhateverThePaddingAndCeilMode) {
  if (then() != Then::kReluAndPool) GTEST_SKIP() << "no pooling";
  for (const StemPooling& pooling : {StemPooling{0, false}, {0, true}, {1, true}}) {
    pooling_ = pooling;
    const at::Tensor expected = by_libtorch(unit_.mean.clone(), unit_.variance.clone());
    const at::Tensor found = by_us();
    ASSERT_EQ(found.sizes(), expected.sizes());
    EXPECT_LT(distance(found, expected), 1e-5);
    const at::Tensor direction = at::randn_like(expected);
    const auto expected_gradients = grad({expected}, inputs(), {direction});
    const auto gradients = grad({found}, inputs(), {direction});
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      EXPECT_LT(distance(gradients[i], expected_gradients[i]), 2e-5) << "of input " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Units, Blocked,
    ::testing::Combine(::testing::Values(Shape{16, 32, 3, 1, 9}, Shape{32, 16, 3, 2, 8},
                                         Shape{16, 48, 1, 1, 5}, Shape{32, 64, 1, 2, 7},
                                         Shape{3, 16, 7, 2, 20}, Shape{3, 32, 3, 2, 12}),
                       ::testing::Values(Then::kNothing, Then::kRelu, Then::kReluAndPool),
                       ::testing::Bool()));

TEST(BlockedPooling, GivesTheMeans) {
  if (!packed::available(16))
    GTEST_SKIP() << "needs oneDNN 2 (package libdnnl-dev) and a processor with AVX-512";
  const at::Tensor x = at::randn({2, 32, 11, 8});
  EXPECT_LT(distance(packed::average_pool(packed::pack(x)), x.mean({2, 3})), 1e-5);
}

TEST(BlockedNetwork, ComputesWhatTheNetworkDoesWithoutGradients) {
  if (!packed::available(16))
    GTEST_SKIP() << "needs oneDNN 2 (package libdnnl-dev) and a processor with AVX-512";
  for (const Architecture& architecture :
       {Architecture{"resnet18", 10, 16, Stem::kImageNet},
        Architecture{"resnet18", 10, 32, Stem::kSmall},
        Architecture{"resnet50", 10, 16, Stem::kImageNet},
        Architecture{"resnet18", 10, 16, Stem::kCifar},
        Architecture{"resnet50", 10, 16, Stem::kCaffe, StrideIn::k1x1, 1e-3}}) {
    ResNet network(architecture, c10::Device("cpu"));
    randomise(network, 2);
    const at::Tensor images = random_images(3, 64);
    at::Tensor expected;
    {
      const at::NoGradGuard no_grad;
      expected = network.forward(images);
    }
    EXPECT_LT(distance(network.forward(images), expected), 1e-4);
    // From every stage on, and up to it.
    for (std::size_t stage = 1; stage < network.stages().size(); ++stage) {
      const at::Tensor between = network.run(images, 0, stage);
      EXPECT_LT(distance(network.run(between, stage, network.stages().size()), expected), 1e-4)
          << network.stages()[stage];
    }
  }
}

// Convolutions take the images of a large batch in parts.
TEST(BlockedNetwork, TakesLargeBatches) {
  if (!packed::available(16))
    GTEST_SKIP() << "needs oneDNN 2 (package libdnnl-dev) and a processor with AVX-512";
  ResNet network({"resnet18", 10, 16, Stem::kSmall}, c10::Device("cpu"));
  randomise(network, 4);
  const at::Tensor images = random_images(300, 16);
  std::vector<at::Tensor> parameters;
  for (const NamedTensor& parameter : network.parameters()) parameters.push_back(parameter.tensor);
  const auto whole = grad({network.forward(images).square().sum()}, parameters);
  std::vector<at::Tensor> sums;
  for (const at::Tensor& part : images.split(100)) {
    const auto own = grad({network.forward(part).square().sum()}, parameters);
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (sums.size() <= i) {
        sums.push_back(own[i].clone());
      } else {
        sums[i] += own[i];
      }
    }
  }
  for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_LT(distance(whole[i], sums[i]), 1e-4) << i;
}

TEST(BlockedNetwork, TrainsToTheSameBitsTwice) {
  const auto trained = [] {
    ResNet network({"resnet18", 10, 16, Stem::kSmall}, c10::Device("cpu"));
    randomise(network, 3);
    network.train(true);
    for (int step = 0; step < 3; ++step) {
      const at::Tensor loss = network.forward(random_images(4, 32)).square().mean();
      loss.backward();
      const at::NoGradGuard no_grad;
      for (const NamedTensor& parameter : network.parameters()) {
        parameter.tensor.add_(parameter.tensor.grad(), -0.01);
        parameter.tensor.mutable_grad().reset();
      }
    }
    return network.state();
  };
  const auto first = trained(), second = trained();
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_TRUE(at::equal(first[i].tensor, second[i].tensor)) << first[i].name;
  }
}

}  // namespace
}  // namespace remedy
