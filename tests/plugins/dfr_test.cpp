// The last layer, fitted anew.
#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;

// The data of FakeContext with groups of five, so that a balanced subset is all of it.
std::unique_ptr<ResNet> refitted(const Values& changes) {
  FakeContext context(0);
  context.data_.groups = (at::arange(10) >= 5).to(at::kLong);
  auto network = make_network();
  at::manual_seed(5);
  apply("dfr", changes, *network, context);
  return network;
}

TEST(Dfr, MeetsTheOptimalityConditionsOfL1LogisticRegression) {
  constexpr double kPenalty = 0.03;
  const auto model =
      refitted({{"penalty", kPenalty}, {"steps", std::int64_t{4000}}, {"refits", std::int64_t{1}}});
  EXPECT_EQ(moved(*model, Trained::kFeatures), 0);
  const at::NoGradGuard no_grad;
  FakeContext context(0);
  const at::Tensor features = extract_features(*model, context.data_.images).to(at::kDouble);
  at::Tensor scale = features.std(0, false);
  scale = at::where(scale > 0, scale, at::ones_like(scale));
  const at::Tensor x = (features - features.mean(0)) / scale;
  const auto head = trained_parameters(*model, Trained::kHead);
  const at::Tensor w = head[0].tensor.to(at::kDouble) * scale;
  const at::Tensor b =
      head[1].tensor.to(at::kDouble) + head[0].tensor.to(at::kDouble).matmul(features.mean(0));
  const at::Tensor error =
      at::softmax(x.matmul(w.t()) + b, 1) - at::one_hot(context.data_.labels, 5).to(at::kDouble);
  const at::Tensor gradient = error.t().matmul(x) / 10;
  const at::Tensor zero = w.abs() < 1e-6;
  EXPECT_GT(zero.sum().item<std::int64_t>(), 10);
  EXPECT_GT((~zero).sum().item<std::int64_t>(), 10);
  EXPECT_LT(error.mean(0).abs().max().item<double>(), 1e-4);  // of the biases, which are free
  EXPECT_LT((gradient.abs() * zero).max().item<double>(), kPenalty + 1e-4);
  EXPECT_LT(((gradient + kPenalty * w.sign()) * ~zero).abs().max().item<double>(), 1e-4);
}

TEST(Dfr, UnderAHugePenaltyNothingOrTheOldHeadIsLeft) {
  const Values huge = {{"penalty", 1e6}};
  const auto none = refitted(huge);
  EXPECT_EQ(trained_parameters(*none, Trained::kHead)[0].tensor.abs().max().item<double>(), 0);
  Values old = huge;
  old["towards"] = std::string("baseline");
  const auto same = refitted(old);
  const auto start = make_network();
  EXPECT_LT((trained_parameters(*same, Trained::kHead)[0].tensor -
             trained_parameters(*start, Trained::kHead)[0].tensor)
                .abs()
                .max()
                .item<double>(),
            1e-5);
}

TEST(Dfr, EverySubsetHasAsManyOfEitherGroup) {
  // With the anchors' labels all 1 and the counterexamples' all 0, an unbalanced fit under a huge
  // penalty would say 1: the free biases hold the log of the share of each class.
  FakeContext context(0);
  context.data_.labels = context.data_.groups.clone();
  const auto model = make_network();
  at::manual_seed(5);
  apply("dfr", {{"penalty", 1e6}, {"steps", std::int64_t{2000}}}, *model, context);
  const at::Tensor bias = trained_parameters(*model, Trained::kHead)[1].tensor;
  EXPECT_NEAR(bias[0].item<double>(), bias[1].item<double>(), 1e-4);
  EXPECT_GT(bias[0].item<double>(), bias[2].item<double>() + 1);
}

}  // namespace
}  // namespace remedy
