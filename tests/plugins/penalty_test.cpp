// Fine-tuning that is held near the baseline.
#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;

struct Penalised {
  const char* id;
  const char* strength;
};

class Penalty : public ::testing::TestWithParam<Penalised> {};

TEST_P(Penalty, OfZeroIsThePlainFinetuneBitForBit) {
  const auto plain = after("mixed_finetune", {});
  const auto other = after(GetParam().id, {{GetParam().strength, 0.0}});
  EXPECT_EQ(distance(*plain, *other), 0);
  EXPECT_GT(moved(*plain, Trained::kAll), 1e-3);
}

TEST_P(Penalty, ActsAfterOneStep) {
  const auto plain = after("mixed_finetune", {}, 2);
  const auto other = after(GetParam().id, {{GetParam().strength, 10.0}}, 2);
  EXPECT_GT(largest_difference(plain->parameters(), other->parameters()), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Penalty,
                         ::testing::Values(Penalised{"l2_sp", "beta"}, Penalised{"ewc", "lambda"},
                                           Penalised{"lwf", "alpha"},
                                           Penalised{"focal_distillation", "weight"}));

TEST(L2Sp, TowardsInfinityReturnsTheBaseline) {
  EXPECT_LT(moved(*after("l2_sp", {{"beta", 1e12}}), Trained::kAll), 1e-6);
  const double weak = moved(*after("l2_sp", {{"beta", 1.0}}), Trained::kAll);
  const double strong = moved(*after("l2_sp", {{"beta", 100.0}}), Trained::kAll);
  EXPECT_LT(strong, weak);
}

TEST(Ewc, TowardsInfinityHoldsWhatTheAnchorsHangOn) {
  FakeContext context(1);
  const auto fisher = fisher_diagonal(context.baseline(), context.data_.images.narrow(0, 4, 6), 4);
  const auto held = after("ewc", {{"lambda", 1e12}, {"draws", std::int64_t{4}}});
  const auto plain = after("mixed_finetune", {});
  const auto start = make_network();
  double largest = 0, largest_plain = 0;
  for (std::size_t i = 0; i < fisher.size(); ++i) {
    const at::Tensor matters = fisher[i] > 1e-6;
    const at::Tensor from = start->parameters()[i].tensor;
    const auto shift = [&](const ResNet& network) {
      return ((network.parameters()[i].tensor - from).abs() * matters).max().item<double>();
    };
    largest = std::max(largest, shift(*held));
    largest_plain = std::max(largest_plain, shift(*plain));
  }
  EXPECT_GT(largest_plain, 1e-3);
  EXPECT_LT(largest, largest_plain / 100);
}

TEST(Fisher, IsTheMeanSquareOfTheScore) {
  // Of the head's bias, analytically: mean over images of sum_y p_y (1[y = k] - p_k)^2 = p_k (1 -
  // p_k).
  FakeContext context(1);
  const auto network = make_network();
  at::manual_seed(11);
  const auto fisher = fisher_diagonal(*network, context.data_.images, 400);
  const at::NoGradGuard no_grad;
  const at::Tensor p = at::softmax(network->forward(context.data_.images), 1);
  EXPECT_EQ(network->parameters().back().name, "fc.bias");
  EXPECT_GT(fisher.back().min().item<double>(), 0.02);
  EXPECT_TRUE(at::allclose(fisher.back(), (p * (1 - p)).mean(0), 0.15, 2e-3));
}

TEST(Lwf, HoldsThePredictions) {
  const auto divergence = [](Model& model) {
    const at::NoGradGuard no_grad;
    FakeContext context(1);
    const at::Tensor old = at::log_softmax(context.baseline_logits(), 1);
    const at::Tensor now = at::log_softmax(model.forward(context.data_.images), 1);
    return (old.exp() * (old - now)).sum(1).mean().item<double>();
  };
  const Values frozen = {{"batch_norm", std::string("frozen")}};
  Values holding = frozen;
  holding["alpha"] = 5.0;
  EXPECT_LT(divergence(*after("lwf", holding, 3, 0.002)),
            divergence(*after("mixed_finetune", frozen, 3, 0.002)));
}

TEST(FocalDistillation, HoldsOnlyWhatTheBaselineHadRight) {
  const auto end = [](bool right) {
    FakeContext context(3);
    const at::Tensor answer = context.baseline_logits().argmax(1);
    context.data_.labels = right ? answer : (answer + 1).remainder(5);
    FakeContext plain_context(3);
    plain_context.data_.labels = context.data_.labels;
    const auto focal = make_network();
    const auto plain = make_network();
    apply("focal_distillation", {{"alpha", 0.0}, {"beta", 5.0}}, *focal, context);
    apply("mixed_finetune", {}, *plain, plain_context);
    return distance(*focal, *plain);
  };
  EXPECT_EQ(end(false), 0);
  EXPECT_GT(end(true), 1e-7);
}

}  // namespace
}  // namespace remedy
