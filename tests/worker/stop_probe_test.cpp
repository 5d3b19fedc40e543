#include "worker/stop_probe.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "model/random_network.h"
#include "model/two_layers.h"

namespace remedy {
namespace {

class StopProbeTest : public ::testing::Test {
 protected:
  // Eight images of one colour each, labelled as `network` sees them but for the last two.
  std::vector<std::int32_t> labels_of(Model& network) const {
    const at::Tensor seen = compute_logits(network, suite_, 4).argmax(1);
    std::vector<std::int32_t> labels;
    for (std::int64_t i = 0; i < seen.size(0); ++i) {
      const auto label = static_cast<std::int32_t>(seen[i].item<std::int64_t>());
      labels.push_back(i < 6 ? label : (label + 1) % 5);
    }
    return labels;
  }

  at::Tensor pixels_ =
      at::arange(8 * 3, at::kByte).mul(10).reshape({8, 1, 1, 3}).repeat({1, 32, 32, 1});
  SuiteTensor suite_{
      pixels_.data_ptr<std::uint8_t>(), 8, 32, 32, Preprocess{}, c10::Device(c10::kCPU)};
};

TEST_F(StopProbeTest, CountsWhatANetworkOfAnyFamilyGetsRight) {
  TwoLayers plain(1);
  ResNet residual({"resnet18", 5, 8, Stem::kSmall}, c10::Device("cpu"));
  randomise(residual, 3);
  for (Network* network : {static_cast<Network*>(&plain), static_cast<Network*>(&residual)}) {
    const std::vector<std::int32_t> labels = labels_of(*network);
    StopProbe probe(*network, suite_, labels, /*batch=*/4);
    EXPECT_DOUBLE_EQ(probe.accuracy(*network), 0.75) << network->description();
    EXPECT_DOUBLE_EQ(probe.accuracy(static_cast<Model&>(*network)), 0.75);
  }
}

TEST_F(StopProbeTest, SeesAChangeInTheHeadAlone) {
  TwoLayers baseline(1);
  const std::vector<std::int32_t> labels = labels_of(baseline);
  StopProbe probe(baseline, suite_, labels, /*batch=*/4);
  EXPECT_DOUBLE_EQ(probe.accuracy(baseline), 0.75);
  const std::unique_ptr<Network> other = baseline.copy();
  {
    const at::NoGradGuard no_grad;
    other->state()[2].tensor.zero_();
    other->state()[3].tensor.copy_(at::one_hot(at::tensor({labels[0]}).to(at::kLong), 5)[0]);
  }
  double expected = 0;
  for (const std::int32_t label : labels) expected += label == labels[0] ? 0.125 : 0;
  EXPECT_DOUBLE_EQ(probe.accuracy(*other), expected);
}

}  // namespace
}  // namespace remedy
