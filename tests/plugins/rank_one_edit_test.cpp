// One weight, edited.
#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;

at::Tensor edited_weight(Model& model) {
  for (const NamedTensor& parameter : model.parameters()) {
    if (parameter.name == "layer4.1.conv1.weight") return parameter.tensor;
  }
  throw std::logic_error("no such weight");
}

TEST(RankOneEdit, ChangesOneWeightByRankOne) {
  FakeContext context(0);
  const auto model = make_network();
  apply("rank_one_edit", {}, *model, context);
  const auto start = make_network();
  const at::NoGradGuard no_grad;
  const at::Tensor change = edited_weight(*model) - edited_weight(*start);
  const at::Tensor values = at::linalg_svdvals(change.flatten(1).to(at::kDouble));
  EXPECT_GT(values[0].item<double>(), 1e-4);
  EXPECT_LT(values[1].item<double>(), values[0].item<double>() * 1e-4);
  edited_weight(*model).copy_(edited_weight(*start));
  EXPECT_EQ(distance(*model, *start), 0);
  FakeContext other(0);
  apply("rank_one_edit", {{"strength", 0.0}}, *model, other);
  EXPECT_EQ(distance(*model, *start), 0);
}

// The convolution's output on `images`, at the places of its input.
at::Tensor values_of(Model& model, const at::Tensor& images) {
  const at::NoGradGuard no_grad;
  const auto& stages = model.stages();
  const auto stage = static_cast<std::size_t>(std::find(stages.begin(), stages.end(), "layer4.1") -
                                              stages.begin());
  return at::conv2d(model.run(images, 0, stage), edited_weight(model), {}, 1, 1);
}

TEST(RankOneEdit, GivesTheCounterexampleTheValuesOfItsOriginal) {
  // Images of 16 pixels end in a single place at the last block: one key, which one rank fits.
  FakeContext context(0);
  context.data_.images = context.data_.images.narrow(0, 3, 7);
  context.data_.labels = context.data_.labels.narrow(0, 3, 7);
  context.data_.groups = context.data_.groups.narrow(0, 3, 7);
  context.pairs_ = {context.pairs_.originals.narrow(0, 3, 1), context.pairs_.masks.narrow(0, 3, 1)};
  const auto model = make_network();
  const at::Tensor changed = context.data_.images.narrow(0, 0, 1);
  const at::Tensor wanted = values_of(*model, context.pairs_.originals);
  ASSERT_EQ(wanted.size(2), 1);
  const double before = (values_of(*model, changed) - wanted).norm().item<double>();
  apply("rank_one_edit", {}, *model, context);
  EXPECT_LT((values_of(*model, changed) - wanted).norm().item<double>(), before * 1e-3);
}

TEST(RankOneEdit, LeavesOrdinaryImagesAloneMoreThanCounterexamples) {
  FakeContext context(0);
  const auto model = make_network();
  const auto start = make_network();
  apply("rank_one_edit", {}, *model, context);
  const auto shift = [&](const at::Tensor& images) {
    const at::Tensor was = values_of(*start, images);
    return ((values_of(*model, images) - was).norm() / was.norm()).item<double>();
  };
  EXPECT_LT(shift(context.data_.images.narrow(0, 4, 6)),
            0.5 * shift(context.data_.images.narrow(0, 0, 4)));
}

}  // namespace
}  // namespace remedy
