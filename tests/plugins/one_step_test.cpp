// Methods whose steps are done by hand here, on a network that is a head alone.
#include <algorithm>

#include "plugins/catalogue.h"
#include "plugins/flat_model.h"

namespace remedy {
namespace {

using namespace catalogue;

// Weight and bias of a head that is trained by hand.
struct Head {
  at::Tensor weight, bias;

  Head() {
    const FlatModel model;
    weight = model.parameters()[0].tensor.detach().clone().requires_grad_();
    bias = model.parameters()[1].tensor.detach().clone().requires_grad_();
  }
  // A step of SGD without momentum.
  void step(const at::Tensor& loss, double rate) {
    weight.mutable_grad().reset();
    bias.mutable_grad().reset();
    loss.backward();
    const at::NoGradGuard no_grad;
    weight.sub_(rate * weight.grad());
    bias.sub_(rate * bias.grad());
  }
  double distance(const Model& model) const {
    const at::NoGradGuard no_grad;
    return std::max((model.parameters()[0].tensor - weight).abs().max().item<double>(),
                    (model.parameters()[1].tensor - bias).abs().max().item<double>());
  }
};

const Values kPlainSteps = {{"learning_rate", 0.01}, {"momentum", 0.0}};

TEST(Mixup, BlendsThreeImagesAndTheirLabels) {
  // With alpha large the share is one half, whoever the partners are.
  FlatContext context;
  context.above = 1;
  const at::Tensor rows = at::tensor({0, 10, 12}, at::kLong);
  context.data_.images = context.data_.images.index_select(0, rows);
  context.data_.labels = at::tensor({1, 0, 3}, at::kLong);
  context.data_.groups = at::tensor({0, 1, 1}, at::kLong);
  const at::Tensor x = context.data_.images.flatten(1);
  class OneStep : public FlatContext {
   public:
    std::int64_t max_steps() const override { return 1; }
  } one_step;
  one_step.above = 1;
  one_step.data_ = context.data_;
  for (std::uint64_t seed = 0;; ++seed) {
    FlatModel model;
    at::manual_seed(seed);
    Values values = kPlainSteps;
    values["alpha"] = 1e9;
    apply("mixup", values, model, one_step);
    std::vector<std::int64_t> partners = {0, 1, 2};
    double least = 1e9, least_without_fixed = 1e9;
    do {
      const at::Tensor other = at::tensor(partners, at::kLong);
      Head hand;
      const at::Tensor mixed = 0.5 * x + 0.5 * x.index_select(0, other);
      const at::Tensor p = at::log_softmax(at::linear(mixed, hand.weight, hand.bias), 1);
      const at::Tensor labels = context.data_.labels;
      const at::Tensor blended =
          0.5 * at::one_hot(labels, 5) + 0.5 * at::one_hot(labels.index_select(0, other), 5);
      hand.step(-(blended * p).sum() / 3, 0.01);
      least = std::min(least, hand.distance(model));
      const bool fixed = partners[0] == 0 || partners[1] == 1 || partners[2] == 2;
      if (!fixed) least_without_fixed = std::min(least_without_fixed, hand.distance(model));
    } while (std::next_permutation(partners.begin(), partners.end()));
    EXPECT_LT(least, 1e-6) << seed;
    if (least_without_fixed < 1e-6) break;  // labels of others were mixed in everywhere
    ASSERT_LT(seed, 50U);
  }
}

TEST(Elodi, StepsDownTheLossAndTheHingeOnLogitsThatMoveFar) {
  for (const std::string hold : {"all", "anchors"}) {
    FlatContext context;
    context.above = 1;
    FlatModel model;
    Values values = kPlainSteps;
    values.insert({{"weight", 3.0}, {"xi", 0.05}, {"power", 2.0}, {"hold", hold}});
    apply("elodi", values, model, context);  // three steps
    const at::Tensor x = context.data_.images.flatten(1), labels = context.data_.labels;
    const at::Tensor before = FlatModel().forward(context.data_.images).detach();
    Head hand;
    for (int step = 0; step < 3; ++step) {
      const at::Tensor z = at::linear(x, hand.weight, hand.bias);
      at::Tensor hinge = at::relu((z - before).abs() - 0.05).square().sum(1) / 5;
      if (hold == "anchors") hinge = hinge.narrow(0, 10, 4);
      hand.step(at::cross_entropy_loss(z, labels) + 3 * hinge.sum() / 14, 0.01);
    }
    EXPECT_LT(hand.distance(model), 1e-5) << hold;
    EXPECT_GT(Head().distance(model), 1e-2) << hold;
  }
}

TEST(Lora, StepsDownTheGradientsOfBothFactors) {
  FlatContext context;
  context.above = 1;
  FlatModel model;
  Values values = kPlainSteps;
  values.insert({{"rank", std::int64_t{2}}, {"scale", 1.5}});
  values["learning_rate"] = 0.1;
  at::manual_seed(11);
  apply("lora", values, model, context);  // three steps
  at::manual_seed(11);
  at::Tensor a = std::get<0>(at::linalg_qr(at::randn({6, 2}))).t().contiguous().requires_grad_();
  at::Tensor b = at::zeros({5, 2}).requires_grad_();
  const at::Tensor x = context.data_.images.flatten(1);
  const Head start;
  const at::Tensor weight = start.weight.detach(), bias = start.bias.detach();
  const at::Tensor first_a = a.detach().clone();
  for (int step = 0; step < 3; ++step) {
    a.mutable_grad().reset();
    b.mutable_grad().reset();
    const at::Tensor z = at::linear(x, weight + 1.5 * b.matmul(a), bias);
    at::cross_entropy_loss(z, context.data_.labels).backward();
    const at::NoGradGuard no_grad;
    a.sub_(0.1 * a.grad());
    b.sub_(0.1 * b.grad());
  }
  const at::NoGradGuard no_grad;
  EXPECT_GT((a - first_a).abs().max().item<double>(), 1e-3);
  EXPECT_TRUE(at::allclose(model.parameters()[0].tensor, weight + 1.5 * b.matmul(a), 1e-5, 1e-5));
  EXPECT_TRUE(model.parameters()[1].tensor.equal(bias));
}

}  // namespace
}  // namespace remedy
