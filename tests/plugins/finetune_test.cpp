// Plain fine-tuning, all of it or in parts.
#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;

TEST(Identity, DoesNothing) {
  FakeContext context(3);
  const auto model = make_network();
  apply("identity", {}, *model, context);
  EXPECT_EQ(distance(*model, *make_network()), 0);
  EXPECT_EQ(context.probes, 0);
}

TEST(CounterexampleFinetune, IsTheMixedOneWithoutAnchors) {
  EXPECT_EQ(load("counterexample_finetune").uses, uses::counterexamples | uses::stop);
  const auto alone = [](const std::string& id) {
    FakeContext context(3);
    context.data_.images = context.data_.images.narrow(0, 0, 4);
    context.data_.labels = context.data_.labels.narrow(0, 0, 4);
    context.data_.groups = context.data_.groups.narrow(0, 0, 4);
    auto model = make_network();
    apply(id, {{"learning_rate", 0.05}}, *model, context);
    return model;
  };
  const auto model = alone("counterexample_finetune");
  EXPECT_EQ(distance(*model, *alone("mixed_finetune")), 0);
  EXPECT_GT(distance(*model, *make_network()), 1e-3);
}

TEST(MixedFinetune, GivesTheCounterexamplesTheShareThatIsAskedFor) {
  FakeContext context(1);
  const at::Tensor first = context.data_.groups == kCounterexample;
  const Values frozen = {{"batch_norm", std::string("frozen")}};
  Values much = frozen, little = frozen;
  much["counterexample_weight"] = 0.95;
  little["counterexample_weight"] = 0.05;
  const auto eager = after("mixed_finetune", much, 1, 0.0005);
  const auto careful = after("mixed_finetune", little, 1, 0.0005);
  EXPECT_LT(loss_on(*eager, first), loss_on(*careful, first));
  EXPECT_GT(loss_on(*eager, ~first), loss_on(*careful, ~first));
}

TEST(WiseFt, IsTheBaselineAtZeroAndTheRemediatedAtOneBitForBit) {
  const auto end = after("mixed_finetune", {});
  const auto start = make_network();
  for (const double alpha : {0.0, 0.5, 1.0}) {
    FakeContext context(1);
    const auto model = after("mixed_finetune", {});
    apply("wise_ft", {{"alpha", alpha}}, *model, context);
    if (alpha == 0) {
      EXPECT_EQ(distance(*model, *start), 0);
    }
    if (alpha == 1) {
      EXPECT_EQ(distance(*model, *end), 0);
    }
    if (alpha == 0.5) {
      const double whole = largest_difference(start->parameters(), end->parameters());
      EXPECT_NEAR(largest_difference(start->parameters(), model->parameters()), whole / 2, 1e-6);
    }
  }
}

TEST(WiseFt, RecalibrationTouchesTheStatisticsAlone) {
  FakeContext one(1), other(1);
  const auto raw = after("mixed_finetune", {});
  const auto anew = after("mixed_finetune", {});
  apply("wise_ft", {}, *raw, one);
  apply("wise_ft", {{"batch_norm", std::string("recalibrate")}}, *anew, other);
  EXPECT_EQ(largest_difference(raw->parameters(), anew->parameters()), 0);
  EXPECT_GT(largest_difference(raw->buffers(), anew->buffers()), 1e-3);
}

TEST(Paint, LeavesTheHeadAlone) {
  const auto model = after("paint", {{"alpha", 1.0}});
  EXPECT_EQ(moved(*model, Trained::kHead), 0);
  EXPECT_GT(moved(*model, Trained::kFeatures), 1e-3);
  EXPECT_EQ(distance(*after("paint", {{"alpha", 0.0}}), *make_network()), 0);
}

TEST(HeadFinetune, MovesTheHeadAloneAndAsTheWholeNetworkWould) {
  const auto model = after("head_finetune", {}, 1);
  EXPECT_EQ(moved(*model, Trained::kFeatures), 0);
  EXPECT_EQ(largest_difference(model->buffers(), make_network()->buffers()), 0);
  EXPECT_GT(moved(*model, Trained::kHead), 1e-4);
  const auto whole = after("mixed_finetune", {{"batch_norm", std::string("frozen")}}, 1);
  EXPECT_LT(largest_difference(trained_parameters(*model, Trained::kHead),
                               trained_parameters(*whole, Trained::kHead)),
            1e-5);
}

TEST(LpFt, FitsTheHeadFirst) {
  const auto plain = after("mixed_finetune", {});
  EXPECT_EQ(distance(*plain, *after("lp_ft", {{"head_steps", std::int64_t{0}}})), 0);
  const auto first = after("lp_ft", {{"head_steps", std::int64_t{20}}}, /*steps=*/0);
  EXPECT_EQ(moved(*first, Trained::kFeatures), 0);
  EXPECT_GT(moved(*first, Trained::kHead), 1e-3);
}

}  // namespace
}  // namespace remedy
