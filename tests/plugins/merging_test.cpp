// Methods that merge the results of several others.
#include "plugins/catalogue.h"
#include "plugins/flat_model.h"
#include "plugins/parity_values.h"

namespace remedy {
namespace {

using namespace catalogue;

at::Tensor head_of(const Model& model) {
  const at::NoGradGuard no_grad;
  return at::cat({model.parameters()[0].tensor, model.parameters()[1].tensor.unsqueeze(1)}, 1)
      .to(at::kDouble);
}

// What ties() of parity.py takes for the change that a remediation made: double [5, 7].
at::Tensor change_of(std::int64_t salt) {
  return flat_values(5, 7, salt) * (1 + 0.01 * at::arange(35).view({5, 7}).to(at::kDouble));
}

class MergingContext : public FlatContext {
 public:
  explicit MergingContext(const std::vector<std::int64_t>& salts) {
    const at::NoGradGuard no_grad;
    for (const std::int64_t salt : salts) {
      auto model = std::make_unique<FlatModel>();
      const at::Tensor change = change_of(salt).to(at::kFloat);
      at::Tensor(model->parameters()[0].tensor).add_(change.narrow(1, 0, 6));
      at::Tensor(model->parameters()[1].tensor).add_(change.select(1, 6));
      predecessors_.push_back(std::move(model));
    }
  }
};

at::Tensor merged(const std::string& id, const Values& changes,
                  const std::vector<std::int64_t>& salts) {
  MergingContext context(salts);
  const std::unique_ptr<Model> model = context.predecessors_.front()->clone();
  apply(id, changes, *model, context);
  return head_of(*model);
}

TEST(Ties, GivesTheHeadThatNumPyGives) {
  const at::Tensor wanted = at::tensor(kParityHeads.at("ties"), at::kDouble).view({5, 7});
  const at::Tensor now = merged("ties", {{"density", 0.4}, {"scale", 0.8}}, {3, 8, 14});
  EXPECT_LT((now - wanted).abs().max().item<double>(), 1e-6) << now;
}

TEST(Ties, WholeAndOfOneIsThatOneAndOfNoScaleTheBaseline) {
  const at::Tensor start = head_of(FlatModel());
  EXPECT_TRUE(at::allclose(merged("ties", {{"density", 1.0}}, {3}), start + change_of(3), 0, 1e-6));
  EXPECT_TRUE(merged("ties", {{"scale", 0.0}}, {3, 8}).equal(start));
}

TEST(Ties, ChangesThatCancelLeaveTheBaselineAndBuffersAreTheMean) {
  FakeContext context(1);
  const auto start = make_network();
  for (const double sign : {1.0, -1.0}) {
    auto model = make_network();
    const at::NoGradGuard no_grad;
    for (const NamedTensor& one : model->parameters()) {
      at::Tensor(one.tensor).mul_(1 + sign);  // exactly as far either way
    }
    for (const NamedTensor& one : model->buffers()) {
      if (at::isFloatingType(one.tensor.scalar_type())) at::Tensor(one.tensor).add_(2 + sign);
    }
    context.predecessors_.push_back(std::move(model));
  }
  const auto model = make_network();
  apply("ties", {{"density", 1.0}}, *model, context);
  EXPECT_LT(largest_difference(model->parameters(), start->parameters()), 1e-6);
  for (std::size_t i = 0; i < start->buffers().size(); ++i) {
    if (!at::isFloatingType(start->buffers()[i].tensor.scalar_type())) continue;
    EXPECT_TRUE(at::allclose(model->buffers()[i].tensor, start->buffers()[i].tensor + 2));
  }
}

TEST(Soup, OfSeveralRemediationsIsTheirMeanAndNothingIsTrained) {
  const at::Tensor mean = (change_of(3) + change_of(8) + change_of(14)) / 3;
  EXPECT_TRUE(at::allclose(merged("soup", {}, {3, 8, 14}), head_of(FlatModel()) + mean, 0, 1e-6));
}

TEST(TaskArithmetic, OfSeveralRemediationsIsTheSumOfTheirChanges) {
  const at::Tensor sum = change_of(3) + change_of(8) + change_of(14);
  EXPECT_TRUE(at::allclose(merged("task_arithmetic", {{"scale", 0.3}}, {3, 8, 14}),
                           head_of(FlatModel()) + 0.3 * sum, 0, 1e-6));
}

}  // namespace
}  // namespace remedy
