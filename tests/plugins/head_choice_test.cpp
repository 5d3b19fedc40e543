// Methods that choose images, features or pixels before they train.
#include "plugins/catalogue.h"
#include "plugins/flat_model.h"
#include "plugins/parity_values.h"

namespace remedy {
namespace {

using namespace catalogue;

TEST(Self, OfAllImagesIsTheClassBalancedHeadFinetune) {
  // Every class has two images, so that balanced weights are even.
  const auto all = after("self", {{"images", std::int64_t{10}}}, 3, 0.01);
  EXPECT_LT(distance(*all, *after("head_finetune", {}, 3, 0.01)), 1e-6);
  EXPECT_EQ(moved(*all, Trained::kFeatures), 0);
}

TEST(Self, TrainsOnTheImagesItChooses) {
  const at::Tensor p = baseline_probability();
  const at::Tensor worst = p <= std::get<0>(p.kthvalue(2));
  const Values chosen = {{"images", std::int64_t{2}}, {"choose", std::string("misclassified")}};
  EXPECT_LT(loss_on(*after("self", chosen, 3, 0.01), worst),
            loss_on(*after("head_finetune", {}, 3, 0.01), worst));
}

TEST(Self, DisagreementComesFromDropout) {
  // Without dropout nobody disagrees, and the first images are taken whatever the seed.
  const auto end = [](double dropout, std::uint64_t seed) {
    FakeContext context(2);
    auto model = make_network();
    at::manual_seed(seed);
    apply("self", {{"images", std::int64_t{3}}, {"dropout", dropout}, {"learning_rate", 0.1}},
          *model, context);
    return model;
  };
  EXPECT_EQ(distance(*end(0, 1), *end(0, 2)), 0);
  EXPECT_GT(distance(*end(0.5, 1), *end(0, 1)) + distance(*end(0.9, 3), *end(0, 1)), 1e-4);
}

TEST(Neurontune, BeyondEveryDifferenceIsTheHeadFinetuneBitForBit) {
  EXPECT_EQ(distance(*after("neurontune", {{"threshold", 1e9}}), *after("head_finetune", {})), 0);
}

// Without a step of training: what is blocked is all that differs.
TEST(Neurontune, BlocksTheFeaturesThatNumPyFinds) {
  FlatContext context;
  context.above = -1;
  context.data_.labels = at::tensor({2, 0, 4, 2, 4, 3, 3, 1, 3, 0, 0, 2, 3, 4}, at::kLong);
  FlatModel model;
  apply("neurontune", {{"threshold", 0.25}}, model, context);
  const at::Tensor now =
      at::cat({model.parameters()[0].tensor, model.parameters()[1].tensor.unsqueeze(1)}, 1);
  const at::Tensor wanted = at::tensor(kParityHeads.at("neurontune"), at::kDouble).view({5, 7});
  EXPECT_TRUE(now.to(at::kDouble).equal(wanted)) << now;
}

TEST(Neurontune, WhatIsBlockedStaysSoThroughTraining) {
  FlatContext context;
  context.data_.labels = at::tensor({2, 0, 4, 2, 4, 3, 3, 1, 3, 0, 0, 2, 3, 4}, at::kLong);
  context.above = 1;
  FlatModel model;
  apply("neurontune", {{"threshold", 0.25}, {"learning_rate", 0.1}}, model, context);
  const at::Tensor wanted = at::tensor(kParityHeads.at("neurontune"), at::kDouble).view({5, 7});
  const at::Tensor blocked = (wanted.narrow(1, 0, 6) == 0).all(0);
  const at::NoGradGuard no_grad;
  const at::Tensor now = model.parameters()[0].tensor;
  EXPECT_TRUE((now == 0).all(0).equal(blocked)) << now;
}

// Dropout changes nothing of an image without features, so these are never chosen before others.
TEST(Self, TakesTheImagesThatDropoutDisturbs) {
  const auto end = [](const std::string& id, Values changes, bool disturbed_alone) {
    FlatContext context;
    context.above = 1;
    const at::Tensor disturbed = at::tensor({1, 3, 4, 8, 11}, at::kLong);
    at::Tensor images = at::zeros_like(context.data_.images);
    images.index_copy_(0, disturbed, context.data_.images.index_select(0, disturbed));
    context.data_.images = images;
    context.data_.labels = at::tensor({0, 1, 0, 2, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0}, at::kLong);
    if (disturbed_alone) {
      context.data_.images = images.index_select(0, disturbed);
      context.data_.labels = context.data_.labels.index_select(0, disturbed);
      context.data_.groups = context.data_.groups.index_select(0, disturbed);
    }
    auto model = std::make_unique<FlatModel>();
    changes.emplace("learning_rate", 0.01);
    apply(id, changes, *model, context);
    return model;
  };
  const auto chosen = end("self", {{"images", std::int64_t{5}}}, false);
  const auto alone = end("head_finetune", {}, true);
  EXPECT_LT(distance(*chosen, *alone), 1e-6);
}

TEST(Masktune, HidingNothingIsThePlainFinetuneBitForBit) {
  EXPECT_EQ(distance(*after("masktune", {{"hidden", 0.0}}), *after("mixed_finetune", {})), 0);
}

// Places of an image, their mean, a head that sees the mean of each channel.
class Places final : public Model {
 public:
  const std::vector<std::string>& stages() const override { return stages_; }
  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    at::Tensor x = input;
    for (std::size_t stage = first; stage < last; ++stage) {
      if (stage == 1) x = x.mean({2, 3});
      if (stage == 2) x = at::linear(x, state_[0].tensor, state_[1].tensor);
    }
    return x;
  }
  const std::vector<NamedTensor>& parameters() const override { return state_; }
  const std::vector<NamedTensor>& buffers() const override { return none_; }
  void train(bool on) override { training_ = on; }
  bool is_training() const override { return training_; }
  BatchNormStatistics* batch_norm() override { return nullptr; }
  std::unique_ptr<Model> clone() const override { return std::make_unique<Places>(); }

 private:
  std::vector<std::string> stages_ = {"places", "pool", "head"};
  std::vector<NamedTensor> none_;
  std::vector<NamedTensor> state_ = {
      {"head.weight",
       at::tensor({1.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F}).view({2, 3}).requires_grad_()},
      {"head.bias", at::zeros({2}).requires_grad_()}};
  bool training_ = false;
};

class PlacesContext : public FakeContext {
 public:
  PlacesContext() : FakeContext(/*max_steps=*/1) {
    // What the prediction hangs on, channel 0 of one quarter, and what it does not.
    data_.images = at::zeros({2, 3, 4, 4});
    data_.images.narrow(1, 0, 1).narrow(2, 0, 2).narrow(3, 0, 2).fill_(4);
    data_.images.narrow(1, 1, 1).narrow(2, 2, 2).fill_(1);
    data_.labels = at::tensor({1, 1}, at::kLong);
    data_.groups = at::tensor({0, 1}, at::kLong);
  }
  Model& baseline() override { return theta_; }
  at::Tensor baseline_logits() override { return at::zeros({2, 2}); }

 private:
  Places theta_;
};

TEST(Masktune, HidesWhatThePredictionHangsOn) {
  PlacesContext context;
  Places model;
  apply("masktune", {{"hidden", 0.3}, {"learning_rate", 0.1}}, model, context);
  const at::NoGradGuard no_grad;
  const at::Tensor change = model.parameters()[0].tensor - Places().parameters()[0].tensor;
  EXPECT_LT(change.select(1, 0).abs().max().item<double>(), 0.02);  // of 0.1 * 1 / 2, unhidden
  EXPECT_GT(change.select(1, 1).abs().max().item<double>(), 0.02);
}

// An eighth of the pixels, of a quarter that is alike: no two devices round alike.
TEST(Masktune, HidesAsManyOfEqualPixelsWhateverTheRounding) {
  const auto change = [](double rounding) {
    PlacesContext context;
    at::manual_seed(3);
    at::Tensor images = context.data_.images;
    images.mul_(1 + rounding * (at::rand(images.sizes()) - 0.5));
    Places model;
    apply("masktune", {{"hidden", 0.125}, {"learning_rate", 0.1}}, model, context);
    return (model.parameters()[0].tensor - Places().parameters()[0].tensor).detach();
  };
  const at::Tensor exact = change(0);
  EXPECT_LT((change(1e-6) - exact).abs().max().item<double>(), 1e-6);
  // Half of the channel's mean is left, and so of the step that the whole image would give.
  PlacesContext whole;
  Places model;
  apply("masktune", {{"hidden", 0.0}, {"learning_rate", 0.1}}, model, whole);
  const at::Tensor unhidden = model.parameters()[0].tensor - Places().parameters()[0].tensor;
  const double share = (exact.select(1, 0).norm() / unhidden.select(1, 0).norm()).item<double>();
  EXPECT_GT(share, 0.4);
  EXPECT_LT(share, 0.6);
}

}  // namespace
}  // namespace remedy
