// The controls: what a fix has to do better than.
#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;

// A stop set of twelve images of classes 1 and 3, which are the target. The baseline gets none of
// them right, but a larger logit of both would.
class StopContext : public FakeContext {
 public:
  StopContext() : FakeContext(/*max_steps=*/10) {
    const at::NoGradGuard no_grad;
    at::manual_seed(11);
    const at::Tensor images = at::randn({64, 3, 16, 16});
    const at::Tensor logits = make_network()->forward(images);
    const at::Tensor predicted = logits.argmax(1);
    const at::Tensor wrong = ((predicted != 1) & (predicted != 3)).nonzero().squeeze(1);
    images_ = images.index_select(0, wrong.narrow(0, 0, 12));
    logits_ = logits.index_select(0, wrong.narrow(0, 0, 12));
    labels_ = at::where(logits_.select(1, 1) > logits_.select(1, 3), at::full({12}, 1, at::kLong),
                        at::full({12}, 3, at::kLong));
  }

  double stop_accuracy(Model& model) override {
    ++probes;
    return (model.forward(images_).argmax(1) == labels_).to(at::kDouble).mean().item<double>();
  }
  double stop_above() const override { return above; }
  std::vector<std::int64_t> target_classes() const override { return {1, 3}; }

  // The smallest constants with which each image is right, ascending.
  at::Tensor needed() const {
    const at::Tensor logits = logits_.to(at::kDouble);
    const at::Tensor own = at::maximum(logits.select(1, 1), logits.select(1, 3));
    const at::Tensor others =
        std::get<0>(logits.index_select(1, at::tensor({0, 2, 4}, at::kLong)).max(1));
    return std::get<0>((others - own).sort());
  }

  double above = 0.9;
  at::Tensor images_, logits_, labels_;
};

std::unique_ptr<ResNet> shifted(StopContext& context, const Values& changes = {}) {
  auto network = make_network();
  apply("logit_shift", changes, *network, context);
  return network;
}

at::Tensor bias_of(Model& model) { return trained_parameters(model, Trained::kHead)[1].tensor; }

TEST(LogitShift, TakesTheSmallestConstantThatMeetsTheRule) {
  const at::NoGradGuard no_grad;
  for (const double above : {0.9, 0.5, 0.3}) {
    StopContext context;
    context.above = above;
    const auto network = shifted(context);
    const double b = bias_of(*network)[1].item<double>();
    const auto count = static_cast<std::int64_t>(12 * above) + 1;  // more than 12 * above
    EXPECT_NEAR(b, context.needed()[count - 1].item<double>(), 1e-6);
    EXPECT_GT(b, 0);
    EXPECT_GT(context.stop_accuracy(*network), above);
    const auto less = shifted(context, {{"shift", b - 2e-6}});
    EXPECT_LE(context.stop_accuracy(*less), above);
  }
}

TEST(LogitShift, TouchesTheBiasOfTheTargetsClassesAlone) {
  StopContext context;
  const auto network = shifted(context), start = make_network();
  const at::Tensor now = bias_of(*network), before = bias_of(*start);
  for (std::int64_t c = 0; c < now.size(0); ++c) {
    EXPECT_EQ(now[c].item<float>() == before[c].item<float>(), c != 1 && c != 3) << c;
  }
  EXPECT_EQ(now[1].item<float>(), now[3].item<float>());  // both were 0
  bias_of(*network).set_requires_grad(false).copy_(before);
  EXPECT_EQ(distance(*network, *start), 0);
}

TEST(LogitShift, AtZeroOrWhereTheRuleIsMetItIsTheBaseline) {
  StopContext zero;
  EXPECT_EQ(distance(*shifted(zero, {{"shift", 0.0}}), *make_network()), 0);
  EXPECT_EQ(zero.probes, 0);
  StopContext met;
  met.above = -1;
  EXPECT_EQ(distance(*shifted(met), *make_network()), 0);
  EXPECT_EQ(met.probes, 1);
}

TEST(LogitShift, AGivenConstantIsAddedAsItStands) {
  StopContext context;
  const auto network = shifted(context, {{"shift", -2.5}});
  EXPECT_EQ(bias_of(*network)[1].item<float>(), bias_of(*make_network())[1].item<float>() - 2.5F);
  EXPECT_EQ(bias_of(*network)[3].item<float>(), bias_of(*make_network())[3].item<float>() - 2.5F);
  EXPECT_EQ(context.probes, 0);
}

TEST(LogitShift, WhereNoConstantMeetsTheRuleItLeavesTheBaseline) {
  StopContext context;
  context.above = 1;  // cannot be exceeded
  EXPECT_EQ(distance(*shifted(context), *make_network()), 0);
}

TEST(AnchorsFinetune, IsTheMixedOneWithoutCounterexamples) {
  EXPECT_EQ(load("anchors_finetune").uses, uses::anchors | uses::stop);
  const auto alone = [](const std::string& id) {
    FakeContext context(3);
    context.data_.images = context.data_.images.narrow(0, 4, 6);
    context.data_.labels = context.data_.labels.narrow(0, 4, 6);
    context.data_.groups = context.data_.groups.narrow(0, 4, 6);
    auto model = make_network();
    apply(id, {{"learning_rate", 0.05}}, *model, context);
    return model;
  };
  const auto model = alone("anchors_finetune");
  EXPECT_EQ(distance(*model, *alone("mixed_finetune")), 0);
  EXPECT_GT(distance(*model, *make_network()), 1e-3);
}

TEST(AnchorsFinetune, TakesAsManySteps) {
  FakeContext counted(/*max_steps=*/10), ruled(/*max_steps=*/2);
  auto one = make_network(), other = make_network();
  apply("anchors_finetune", {{"steps", std::int64_t{2}}}, *one, counted);
  apply("anchors_finetune", {}, *other, ruled);
  EXPECT_EQ(counted.steps, 2);
  EXPECT_EQ(distance(*one, *other), 0);
}

}  // namespace
}  // namespace remedy
