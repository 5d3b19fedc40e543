// Remediations that draw mini-batches from the training source.
#include "plugins/catalogue.h"
#include "plugins/flat_model.h"

namespace remedy {
namespace {

using namespace catalogue;

// Twelve images of five classes, two of a group of their own, whose six values are the features.
class BatchContext : public FlatContext {
 public:
  explicit BatchContext(std::int64_t most) : most_(most) {
    features_ = flat_values(12, 6, 4).to(at::kFloat);
    source_.labels = at::tensor({0, 1, 2, 3, 4, 0, 0, 0, 0, 1, 2, 3}, at::kLong);
    source_.groups = (at::arange(12) >= 10).to(at::kLong);
    source_.group_names = {"usual", "rare"};
    source_.images = [this](const at::Tensor& rows) {
      read.push_back(rows);
      return features_.index_select(0, rows).view({-1, 3, 1, 2});
    };
  }

  const TrainingSource& training() override { return source_; }
  std::int64_t max_steps() const override { return most_; }
  double stop_accuracy(Model&) override { return 0; }
  double stop_above() const override { return 1; }
  const at::Tensor& features() const { return features_; }

  std::vector<at::Tensor> read;

 private:
  std::int64_t most_;
  at::Tensor features_;
  TrainingSource source_;
};

constexpr std::int64_t kBatch = 16, kManySteps = 100;

// The share of the images drawn over many steps that `marked` (bool [12]) marks.
double share_drawn(const Values& changes, const std::function<at::Tensor(BatchContext&)>& marked) {
  BatchContext context(kManySteps);
  FlatModel model;
  at::manual_seed(2);
  Values all = {{"batch", kBatch}, {"learning_rate", 1e-6}};
  for (const auto& [name, value] : changes) all[name] = value;
  apply("balanced_batches", all, model, context);
  const at::Tensor mark = marked(context).to(at::kFloat);
  // Before it draws, a method may look at the whole source once.
  const std::vector<at::Tensor> drawn(context.read.end() - kManySteps, context.read.end());
  EXPECT_EQ(drawn.front().numel(), kBatch);
  return mark.index_select(0, at::cat(drawn)).mean().item<double>();
}

// Four standard deviations of a share among 1600 draws.
constexpr double kChance = 4 * 0.5 / 40;

TEST(BalancedBatches, DrawGroupsClassesOrImagesEquallyOften) {
  const auto rare = [](BatchContext& context) { return context.training().groups == 1; };
  const auto first_class = [](BatchContext& context) { return context.training().labels == 0; };
  EXPECT_NEAR(share_drawn({{"by", std::string("group")}}, rare), 1.0 / 2, kChance);
  EXPECT_NEAR(share_drawn({{"by", std::string("class")}}, first_class), 1.0 / 5, kChance);
  EXPECT_NEAR(share_drawn({{"by", std::string("none")}}, rare), 2.0 / 12, kChance);
  EXPECT_NEAR(share_drawn({{"by", std::string("none")}}, first_class), 5.0 / 12, kChance);
}

TEST(BalancedBatches, DrawWhatTheBaselineGetsWrongMoreOften) {
  const auto wrong = [](BatchContext& context) {
    const at::NoGradGuard no_grad;
    return FlatModel().forward(context.features().view({-1, 3, 1, 2})).argmax(1) !=
           context.training().labels;
  };
  BatchContext context(1);
  const double count = wrong(context).sum().item<double>();
  ASSERT_TRUE(count > 0 && count < 12);
  const double expected = 3 * count / (3 * count + (12 - count));
  EXPECT_NEAR(share_drawn({{"by", std::string("mistakes")}, {"upweight", 3.0}}, wrong), expected,
              kChance);
}

TEST(BalancedBatches, TrainOnMirrorImagesWhereAsked) {
  const auto weight = [](bool flip) {
    BatchContext context(3);
    FlatModel model;
    at::manual_seed(2);
    apply("balanced_batches", {{"batch", kBatch}, {"flip", flip}}, model, context);
    return model.parameters()[0].tensor.detach().clone();
  };
  EXPECT_TRUE(weight(false).equal(weight(false)));
  EXPECT_FALSE(weight(true).equal(weight(false)));
}

TEST(BalancedBatches, ByGroupNeedGroups) {
  BatchContext context(1);
  const_cast<TrainingSource&>(context.training()).groups = at::Tensor();
  FlatModel model;
  EXPECT_THROW(apply("balanced_batches", {{"by", std::string("group")}}, model, context),
               std::runtime_error);
  EXPECT_THROW(apply("group_dro_batches", {}, model, context), std::runtime_error);
}

// The algorithm of Sagawa et al. (ICLR 2020, Algorithm 1) on the batches that were drawn, with the
// gradient of a linear network's cross-entropy written out.
TEST(GroupDroBatches, FollowTheAlgorithm) {
  const double rate = 0.05, eta = 0.7;
  BatchContext context(/*most=*/4);
  FlatModel model;
  at::manual_seed(5);
  apply("group_dro_batches",
        {{"batch", kBatch}, {"learning_rate", rate}, {"eta", eta}, {"momentum", 0.0}}, model,
        context);
  ASSERT_EQ(context.read.size(), 4U);

  const at::NoGradGuard no_grad;
  const FlatModel start;
  at::Tensor weight = start.parameters()[0].tensor.to(at::kDouble).clone();
  at::Tensor bias = start.parameters()[1].tensor.to(at::kDouble).clone();
  double q[2] = {0.5, 0.5};
  for (const at::Tensor& rows : context.read) {
    const at::Tensor x = context.features().index_select(0, rows).to(at::kDouble);
    const at::Tensor labels = context.training().labels.index_select(0, rows);
    const at::Tensor groups = context.training().groups.index_select(0, rows);
    const at::Tensor p = at::softmax(x.matmul(weight.t()) + bias, 1);
    const at::Tensor loss = -p.gather(1, labels.unsqueeze(1)).squeeze(1).log();
    at::Tensor share = at::zeros({rows.numel()}, at::kDouble);  // of each image in the loss
    for (int g = 0; g < 2; ++g) {
      const at::Tensor members = (groups == g).to(at::kDouble);
      const double count = std::max(members.sum().item<double>(), 1.0);
      q[g] *= std::exp(eta * (members * loss).sum().item<double>() / count);
      share += members / count * q[g];  // of the new q, which is divided by its sum below
    }
    share /= q[0] + q[1];
    const double sum = q[0] + q[1];
    q[0] /= sum;
    q[1] /= sum;
    const at::Tensor gradient = (p - at::one_hot(labels, 5)) * share.unsqueeze(1);
    weight -= rate * gradient.t().matmul(x);
    bias -= rate * gradient.sum(0);
  }
  EXPECT_NEAR(q[0] + q[1], 1, 1e-12);
  EXPECT_TRUE(at::allclose(model.parameters()[0].tensor.to(at::kDouble), weight, 1e-5, 1e-5));
  EXPECT_TRUE(at::allclose(model.parameters()[1].tensor.to(at::kDouble), bias, 1e-5, 1e-5));
  EXPECT_GT((weight - start.parameters()[0].tensor).abs().max().item<double>(), 0.01);
}

}  // namespace
}  // namespace remedy
