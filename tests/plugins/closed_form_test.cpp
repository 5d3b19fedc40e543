// Methods that change the head in closed form.
#include "plugins/catalogue.h"
#include "plugins/flat_model.h"
#include "plugins/parity_values.h"

namespace remedy {
namespace {

using namespace catalogue;

struct Parity {
  const char* head;
  const char* id;
  Values changes;
};

class ClosedForm : public ::testing::TestWithParam<Parity> {};

TEST_P(ClosedForm, GivesTheHeadThatNumPyGives) {
  FlatContext context;
  FlatModel model;
  apply(GetParam().id, GetParam().changes, model, context);
  const at::Tensor now =
      at::cat({model.parameters()[0].tensor, model.parameters()[1].tensor.unsqueeze(1)}, 1);
  const at::Tensor wanted = at::tensor(kParityHeads.at(GetParam().head), at::kDouble).view({5, 7});
  EXPECT_LT(((now - wanted).abs() / (1 + wanted.abs())).max().item<double>(), 1e-6);
  const FlatModel start;
  EXPECT_GT(largest_difference(model.parameters(), start.parameters()), 1e-2);
}

TEST_P(ClosedForm, OfNoStrengthIsTheBaselineBitForBit) {
  Values none = GetParam().changes;
  const std::string id = GetParam().id;
  none[id == "llr_mean" ? "gamma" : id == "null_space_edit" ? "threshold" : "strength"] = 0.0;
  FakeContext context(1);
  const auto model = make_network();
  apply(id, none, *model, context);
  EXPECT_EQ(distance(*model, *make_network()), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Catalogue, ClosedForm,
    ::testing::Values(Parity{"llr_mean", "llr_mean", {{"gamma", 0.7}}},
                      Parity{"cue_signal", "cue_projection", {}},
                      Parity{"cue_rank_two", "cue_projection", {{"rank", std::int64_t{2}}}},
                      Parity{"cue_ridge", "cue_projection", {{"cav", std::string("ridge")}}},
                      Parity{"cue_target_row", "cue_projection", {{"rows", std::string("target")}}},
                      Parity{"leace_shrunk", "leace", {}},
                      Parity{"leace_plain", "leace", {{"shrinkage", false}}},
                      Parity{"null_space_edit", "null_space_edit", {{"threshold", 0.05}}},
                      Parity{"spufix_linear", "spufix_linear", {{"components", std::int64_t{2}}}}),
    [](const auto& instance) { return std::string(instance.param.head); });

// The mean logits of the originals and, after them, of the counterexamples: [2, classes].
at::Tensor mean_logits(Model& model, FakeContext& context) {
  const at::NoGradGuard no_grad;
  return at::stack({model.forward(context.pairs_.originals).mean(0),
                    model.forward(context.data_.images.narrow(0, 0, 4)).mean(0)});
}

double gap(Model& model) {
  FakeContext context(1);
  const at::Tensor means = mean_logits(model, context);
  return (means[0] - means[1]).abs().max().item<double>();
}

TEST(CueProjection, PairsGetTheSameMeanLogitsAndOriginalsKeepTheirs) {
  FakeContext context(1);
  const auto model = make_network(), start = make_network();
  apply("cue_projection", {}, *model, context);
  EXPECT_GT(gap(*start), 0.05);
  EXPECT_LT(gap(*model), 1e-5);
  EXPECT_LT((mean_logits(*model, context)[0] - mean_logits(*start, context)[0])
                .abs()
                .max()
                .item<double>(),
            1e-5);
  EXPECT_EQ(moved(*model, Trained::kFeatures), 0);
}

TEST(CueProjection, OfAllDirectionsGivesEveryPairTheSameLogits) {
  FakeContext context(1);
  const auto model = make_network();
  apply("cue_projection", {{"rank", std::int64_t{100}}}, *model, context);
  const at::NoGradGuard no_grad;
  const at::Tensor difference = model->forward(context.pairs_.originals) -
                                model->forward(context.data_.images.narrow(0, 0, 4));
  EXPECT_LT(difference.abs().max().item<double>(), 1e-5);
  FakeContext other(1);
  const auto none = make_network();
  apply("cue_projection", {{"rank", std::int64_t{0}}}, *none, other);
  EXPECT_EQ(distance(*none, *make_network()), 0);
}

TEST(Leace, NoLinearProbeOfTheLogitsTellsTheGroups) {
  // The covariance of logits and group is 0, and with it the slope of every linear probe. The mean
  // over both groups stays.
  FakeContext context(1);
  const auto model = make_network(), start = make_network();
  apply("leace", {}, *model, context);
  EXPECT_LT(gap(*model), 1e-5);
  EXPECT_LT((mean_logits(*model, context).mean(0) - mean_logits(*start, context).mean(0))
                .abs()
                .max()
                .item<double>(),
            1e-5);
  EXPECT_EQ(moved(*model, Trained::kFeatures), 0);
}

TEST(NullSpaceEdit, LeavesTheAnchorsLogitsAndTeachesTheCounterexamples) {
  FakeContext context(1);
  context.data_.labels.narrow(0, 0, 4).fill_(2);
  const auto model = make_network(), start = make_network();
  apply("null_space_edit", {{"lambda", 1e-9}, {"threshold", 1e-9}, {"margin", 3.0}}, *model,
        context);
  const at::NoGradGuard no_grad;
  const at::Tensor images = context.data_.images;
  const auto logits = [](Model& m, const at::Tensor& x) { return m.forward(x).to(at::kDouble); };
  EXPECT_LT((logits(*model, images.narrow(0, 4, 6)) - logits(*start, images.narrow(0, 4, 6)))
                .abs()
                .max()
                .item<double>(),
            2e-4);
  const at::Tensor own = logits(*model, images.narrow(0, 0, 4));
  at::Tensor others = own.clone();
  others.select(1, 2).fill_(-1e9);
  const at::Tensor was = logits(*start, images.narrow(0, 0, 4));
  at::Tensor was_others = was.clone();
  was_others.select(1, 2).fill_(-1e9);
  const at::Tensor lead = own.select(1, 2) - others.amax(1);
  const at::Tensor lead_before = was.select(1, 2) - was_others.amax(1);
  EXPECT_TRUE(at::allclose(lead, lead_before.clamp_min(3), 0, 1e-2)) << lead;
}

TEST(SpufixLinear, TakesOutWhatLowersTheTargetAndTouchesNoOtherRow) {
  FakeContext context(1);
  const auto model = make_network(), start = make_network();
  apply("spufix_linear", {{"components", std::int64_t{100}}}, *model, context);
  const auto fall = [&](Model& m) {
    const at::Tensor means = mean_logits(m, context);
    return (means[0][0] - means[1][0]).item<double>();
  };
  EXPECT_LT(fall(*model), fall(*start) - 1e-3);
  EXPECT_LT(fall(*model), 1e-5);
  const at::NoGradGuard no_grad;
  for (std::size_t i = 0; i < 2; ++i) {
    const at::Tensor now = trained_parameters(*model, Trained::kHead)[i].tensor;
    const at::Tensor before = trained_parameters(*start, Trained::kHead)[i].tensor;
    EXPECT_TRUE(now.narrow(0, 1, 4).equal(before.narrow(0, 1, 4)));
  }
}

TEST(LlrMean, WithoutAGammaTakesTheLeastThatMeetsTheRule) {
  FlatContext context;
  context.above = 0.50;
  FlatModel model, less;
  EXPECT_LE(context.stop_accuracy(model), context.above);
  apply("llr_mean", {}, model, context);
  EXPECT_GT(context.stop_accuracy(model), context.above);
  const at::Tensor change = model.parameters()[0].tensor - less.parameters()[0].tensor;
  const at::NoGradGuard no_grad;
  less.parameters()[0].tensor.add_(change * 0.999);
  EXPECT_LE(context.stop_accuracy(less), context.above);
}

}  // namespace
}  // namespace remedy
