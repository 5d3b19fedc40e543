#include "evaluate/prefix_cache.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "model/random_network.h"
#include "model/weights.h"

namespace remedy {
namespace {

constexpr int kSide = 32;
constexpr std::int64_t kImages = 21, kBatch = 8;

class PrefixCacheTest : public ::testing::Test {
 protected:
  PrefixCacheTest()
      : pixels_(kImages * kSide * kSide * 3),
        baseline_({"resnet18", 10, 16, Stem::kSmall}, c10::Device("cpu")),
        other_(baseline_.architecture(), c10::Device("cpu")) {
    for (std::size_t i = 0; i < pixels_.size(); ++i) {
      pixels_[i] = static_cast<std::uint8_t>((i * 2654435761u) >> 13);
    }
    suite_ = std::make_unique<SuiteTensor>(pixels_.data(), kImages, kSide, kSide, Preprocess{},
                                           c10::Device("cpu"));
    randomise(baseline_, 1);
    other_.copy_from(baseline_);
    inference_ = make_inference_network(baseline_, Precision::kFloat32);
  }

  // Another network from this stage on.
  std::unique_ptr<InferenceNetwork> changed_from(std::size_t stage) {
    const at::NoGradGuard no_grad;
    for (const NamedTensor& own : other_.parameters()) {
      if (own.name.rfind(other_.stages()[stage] + ".", 0) == 0) own.tensor.mul_(1.1);
    }
    EXPECT_EQ(equal_stages(other_, baseline_), stage);
    return make_inference_network(other_, Precision::kFloat32);
  }

  std::vector<std::uint8_t> pixels_;
  ResNet baseline_, other_;
  std::unique_ptr<SuiteTensor> suite_;
  std::unique_ptr<InferenceNetwork> inference_;
};

TEST_F(PrefixCacheTest, GivesTheBitsOfAWholeEvaluation) {
  for (const std::size_t stage : {std::size_t{3}, std::size_t{6}, baseline_.stages().size() - 1}) {
    other_.copy_from(baseline_);
    const auto network = changed_from(stage);
    const at::Tensor whole = compute_logits(*network, *suite_, kBatch);
    CacheBudget budget;
    PrefixCache cache(*inference_, *suite_, kBatch, budget);
    EXPECT_TRUE(at::equal(cache.logits(*network, stage), whole)) << "made, stage " << stage;
    EXPECT_TRUE(at::equal(cache.logits(*network, stage), whole)) << "kept, stage " << stage;
    EXPECT_LT(budget.bytes, CacheBudget{}.bytes) << "nothing was kept";
  }
}

TEST_F(PrefixCacheTest, TheBaselineItselfIsTheSameHoweverItIsAskedFor) {
  CacheBudget budget;
  PrefixCache cache(*inference_, *suite_, kBatch, budget);
  const at::Tensor whole = compute_logits(*inference_, *suite_, kBatch);
  EXPECT_TRUE(at::equal(cache.baseline_logits(), whole));
  EXPECT_TRUE(at::equal(cache.logits(*inference_, 0), whole));
  EXPECT_TRUE(at::equal(cache.logits(*inference_, inference_->stages()), whole));
}

TEST_F(PrefixCacheTest, KeepsNothingBeyondItsBudget) {
  const std::size_t stage = 3;
  const auto network = changed_from(stage);
  CacheBudget budget{100};
  PrefixCache cache(*inference_, *suite_, kBatch, budget);
  EXPECT_TRUE(at::equal(cache.logits(*network, stage), compute_logits(*network, *suite_, kBatch)));
  EXPECT_EQ(budget.bytes, 100);
}

TEST_F(PrefixCacheTest, AnEarlierStageServesWhereALaterIsChanged) {
  // Room for the features alone: what changes earlier is evaluated from the images.
  CacheBudget budget{kImages * 128 * 4};
  PrefixCache cache(*inference_, *suite_, kBatch, budget);
  cache.baseline_logits();
  EXPECT_EQ(budget.bytes, 0);
  const auto network = changed_from(6);
  EXPECT_TRUE(at::equal(cache.logits(*network, 6), compute_logits(*network, *suite_, kBatch)));
}

TEST_F(PrefixCacheTest, PixelsBecomeWhatTorchMakesOfThem) {
  const Preprocess defaults;
  const at::Tensor raw = at::from_blob(pixels_.data(), {kImages, kSide, kSide, 3}, at::kByte);
  const auto channel = [](const std::vector<double>& values) {
    return at::tensor(at::ArrayRef<double>(values), at::kFloat).reshape({1, 3, 1, 1});
  };
  const at::Tensor expected =
      (raw.permute({0, 3, 1, 2}).to(at::kFloat) / 255 - channel(defaults.mean)) /
      channel(defaults.std);
  EXPECT_TRUE(at::equal(suite_->images(0, kImages), expected));
  EXPECT_TRUE(
      at::equal(suite_->images({4, 2}), expected.index_select(0, at::tensor({4, 2}, at::kLong))));
}

}  // namespace
}  // namespace remedy
