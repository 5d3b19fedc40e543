// Fine-tuning of parts of the network, or in other steps.
#include <set>

#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;

const Values kFrozenNorm = {{"batch_norm", std::string("frozen")}};

Values with(Values values, const std::string& name, ParameterValue value) {
  values[name] = std::move(value);
  return values;
}

std::set<std::string> moved_names(Model& model) {
  const auto start = make_network();
  std::set<std::string> names;
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    const NamedTensor& one = model.parameters()[i];
    if (!one.tensor.equal(start->parameters()[i].tensor)) names.insert(one.name);
  }
  return names;
}

TEST(Surgical, MovesThePartAlone) {
  for (const std::string part : {"stem", "layer2", "head"}) {
    const auto names = moved_names(*after("surgical", with(kFrozenNorm, "part", part)));
    EXPECT_GE(names.size(), 2U) << part;
    for (const std::string& name : names) {
      const bool inside = part == "head"   ? name.rfind("fc.", 0) == 0
                          : part == "stem" ? name == "conv1.weight" || name.rfind("bn1.", 0) == 0
                                           : name.rfind("layer2.", 0) == 0;
      EXPECT_TRUE(inside) << part << " moved " << name;
    }
  }
}

TEST(Surgical, AutoTakesTheShareOfTheStepThatTheRelativeGradientGives) {
  const auto plain = after("mixed_finetune", kFrozenNorm, 1, 0.01);
  const auto scaled = after("surgical", kFrozenNorm, 1, 0.01);
  const auto start = make_network();
  std::vector<double> ratios, shares;
  for (std::size_t i = 0; i < start->parameters().size(); ++i) {
    const at::NoGradGuard no_grad;
    const at::Tensor from = start->parameters()[i].tensor;
    const at::Tensor step = plain->parameters()[i].tensor - from;
    if (from.norm().item<double>() == 0 || step.norm().item<double>() < 1e-4) continue;
    ratios.push_back((step.norm() / from.norm()).item<double>());
    shares.push_back(((scaled->parameters()[i].tensor - from).norm() / step.norm()).item<double>());
  }
  const double largest = *std::max_element(ratios.begin(), ratios.end());
  ASSERT_GT(ratios.size(), 10U);
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    EXPECT_NEAR(shares[i], ratios[i] / largest, 1e-2) << i;
  }
}

TEST(Bitfit, MovesBiasesAloneOrVectorsAlone) {
  for (const std::string which : {"bias", "norm"}) {
    const auto model = after("bitfit", with(kFrozenNorm, "which", which));
    const auto names = moved_names(*model);
    EXPECT_GT(names.size(), 10U);
    bool scale = false;
    for (const NamedTensor& one : model->parameters()) {
      if (names.count(one.name) == 0) continue;
      EXPECT_EQ(one.tensor.dim(), 1) << one.name;
      scale = scale || one.name.find(".weight") != std::string::npos;
    }
    EXPECT_EQ(scale, which == "norm");
  }
}

TEST(Sam, WithoutARadiusIsThePlainFinetuneBitForBit) {
  EXPECT_EQ(distance(*after("sam", {{"rho", 0.0}}), *after("mixed_finetune", {})), 0);
}

TEST(Sam, StepsAlongTheGradientOfThePlaceUphill) {
  constexpr double kRho = 0.5, kRate = 0.01;
  const auto model = after("sam", with(kFrozenNorm, "rho", kRho), 1, kRate);
  const auto plain = after("mixed_finetune", kFrozenNorm, 1, kRate);
  FakeContext context(1);
  const auto hand = make_network(), start = make_network();
  const auto gradients = [&] {
    for (const NamedTensor& one : hand->parameters()) one.tensor.mutable_grad().reset();
    at::cross_entropy_loss(hand->forward(context.data_.images), context.data_.labels).backward();
  };
  gradients();
  {
    const at::NoGradGuard no_grad;
    at::Tensor squares = at::zeros({});
    for (const NamedTensor& one : hand->parameters()) squares += one.tensor.grad().square().sum();
    for (const NamedTensor& one : hand->parameters()) {
      at::Tensor(one.tensor).add_(one.tensor.grad() * (kRho / squares.sqrt()));
    }
  }
  gradients();
  const at::NoGradGuard no_grad;
  for (std::size_t i = 0; i < hand->parameters().size(); ++i) {
    at::Tensor w = hand->parameters()[i].tensor;
    w.copy_(start->parameters()[i].tensor - kRate * w.grad());
  }
  EXPECT_LT(largest_difference(model->parameters(), hand->parameters()), 1e-5);
  EXPECT_GT(largest_difference(model->parameters(), plain->parameters()), 1e-4);
}

TEST(Mixup, WithoutMixingIsThePlainFinetuneBitForBit) {
  EXPECT_EQ(distance(*after("mixup", {{"alpha", 0.0}}), *after("mixed_finetune", {})), 0);
  EXPECT_GT(distance(*after("mixup", {}), *after("mixed_finetune", {})), 1e-4);
}

TEST(Mixup, PartnersOfOneGroupAreTheImageItselfWhereItIsAlone) {
  const auto end = [](const std::string& id, Values changes) {
    FakeContext context(3);
    const at::Tensor rows = at::tensor({0, 5}, at::kLong);
    context.data_.images = context.data_.images.index_select(0, rows);
    context.data_.labels = at::tensor({1, 3}, at::kLong);
    context.data_.groups = at::tensor({0, 1}, at::kLong);
    auto model = make_network();
    at::manual_seed(1);
    changes.insert(kFrozenNorm.begin(), kFrozenNorm.end());
    apply(id, with(changes, "learning_rate", 0.01), *model, context);
    return model;
  };
  const auto plain = end("mixed_finetune", {});
  EXPECT_LT(distance(*end("mixup", {{"partners", std::string("group")}}), *plain), 1e-5);
  EXPECT_GT(distance(*end("mixup", {{"partners", std::string("any")}}), *plain), 1e-4);
}

// The largest L1 distance of a row of a weight from the baseline's.
double farthest_row(Model& model) {
  const at::NoGradGuard no_grad;
  const auto start = make_network();
  double farthest = 0;
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    const at::Tensor c = model.parameters()[i].tensor - start->parameters()[i].tensor;
    const std::int64_t rows = c.dim() > 1 ? c.size(0) : 1;
    farthest = std::max(farthest, c.reshape({rows, -1}).abs().sum(1).max().item<double>());
  }
  return farthest;
}

TEST(Ftp, GoesNoFurtherThanTheDistanceThatAdamLearns) {
  // The first step ends 1e-8 from the baseline. The second one's slope is the first that Adam sees:
  // 0.01 * (0.1 / 0.19) / sqrt(0.001 / 0.001999) further.
  EXPECT_LT(farthest_row(*after("ftp", kFrozenNorm, 1)), 1e-5);
  EXPECT_NEAR(farthest_row(*after("ftp", kFrozenNorm, 2)), 0.0074413, 5e-5);
  EXPECT_GT(farthest_row(*after("mixed_finetune", kFrozenNorm, 2)), 0.1);
}

TEST(Lora, OfFullRankIsTheFinetuneOfTheMatrices) {
  FakeContext context(3);
  const auto matrices = make_network();
  std::set<std::string> names;
  for (const NamedTensor& one : matrices->parameters()) {
    if (one.tensor.dim() > 1) names.insert(one.name);
  }
  FinetuneOptions options;
  options.learning_rate = 0.02;
  options.batch_norm = BatchNorm::kFrozen;
  options.trains = [&](const std::string& name) { return names.count(name) > 0; };
  finetune(*matrices, context, options);
  const Values full =
      with(with(kFrozenNorm, "rank", std::int64_t{100000}), "learns", std::string("b"));
  const auto model = after("lora", full, 3, 0.02);
  EXPECT_LT(distance(*model, *matrices), 1e-4);
  EXPECT_GT(distance(*model, *make_network()), 1e-2);
}

TEST(Lora, ChangesEveryMatrixByItsRank) {
  const auto model = after("lora", with(kFrozenNorm, "rank", std::int64_t{2}), 3, 0.02);
  const auto start = make_network();
  const at::NoGradGuard no_grad;
  for (std::size_t i = 0; i < model->parameters().size(); ++i) {
    const at::Tensor change = model->parameters()[i].tensor - start->parameters()[i].tensor;
    if (change.dim() == 1) {
      EXPECT_EQ(change.abs().max().item<double>(), 0) << model->parameters()[i].name;
      continue;
    }
    const at::Tensor values = at::linalg_svdvals(change.flatten(1).to(at::kDouble));
    EXPECT_GT(values[1].item<double>(), 1e-5) << model->parameters()[i].name;
    EXPECT_LT(values[2].item<double>(), 1e-3 * values[0].item<double>())
        << model->parameters()[i].name;
  }
}

double largest_displacement(Model& model) {
  const at::NoGradGuard no_grad;
  FakeContext context(1);
  return (model.forward(context.data_.images) - context.baseline_logits())
      .abs()
      .max()
      .item<double>();
}

TEST(Elodi, OfNoWeightOrWithAllMovesFreeIsThePlainFinetuneBitForBit) {
  const auto plain = after("mixed_finetune", {});
  EXPECT_EQ(distance(*after("elodi", {{"weight", 0.0}}), *plain), 0);
  EXPECT_EQ(distance(*after("elodi", {{"xi", 1e6}}), *plain), 0);
}

TEST(Elodi, HoldsLogitsThatMoveFar) {
  const Values all = with(kFrozenNorm, "hold", std::string("all"));
  const auto held = after("elodi", with(with(all, "xi", 0.1), "weight", 0.5), 4, 0.0005);
  const auto plain = after("mixed_finetune", kFrozenNorm, 4, 0.0005);
  EXPECT_LT(largest_displacement(*held), 0.95 * largest_displacement(*plain));
}

std::unique_ptr<ResNet> bcwi(double alpha, double floor) {
  FakeContext context(1);
  auto model = after("mixed_finetune", {});
  at::manual_seed(4);
  apply("bcwi", {{"alpha", alpha}, {"floor", floor}}, *model, context);
  return model;
}

TEST(Bcwi, HasTwoEndsAndIsWiseFtWhereInformationDoesNotCount) {
  const auto end = after("mixed_finetune", {}), start = make_network();
  EXPECT_EQ(distance(*bcwi(0, 0.1), *start), 0);
  EXPECT_EQ(distance(*bcwi(1, 0.1), *end), 0);
  FakeContext context(1);
  const auto wise = after("mixed_finetune", {});
  apply("wise_ft", {{"alpha", 0.3}}, *wise, context);
  EXPECT_LT(distance(*bcwi(0.3, 1e9), *wise), 1e-5);
  EXPECT_GT(distance(*bcwi(0.3, 1e-3), *wise), 1e-4);
}

TEST(Bcwi, LeavesWeightsThatTheAnchorsAloneHangOn) {
  // Where F0 is much larger than F1 the mean is theta0, and the other way round theta1.
  FakeContext context(1);
  const auto end = after("mixed_finetune", {}), start = make_network(), model = bcwi(0.5, 1e-4);
  at::manual_seed(4);
  const auto f0 = fisher_diagonal(*start, context.data_.images.narrow(0, 4, 6));
  const auto f1 = fisher_diagonal(*end, context.data_.images.narrow(0, 0, 4));
  const at::NoGradGuard no_grad;
  double sum0 = 0, sum1 = 0;
  for (std::size_t i = 0; i < f0.size(); ++i) {
    sum0 += f0[i].sum().item<double>();
    sum1 += f1[i].sum().item<double>();
  }
  std::int64_t held = 0;
  for (std::size_t i = 0; i < f0.size(); ++i) {
    const at::Tensor from = start->parameters()[i].tensor, to = end->parameters()[i].tensor;
    const at::Tensor clear = (to - from).abs() > 1e-3;
    const at::Tensor share = (model->parameters()[i].tensor - from) / (to - from);
    const at::Tensor old = (f0[i] / sum0 > 100 * f1[i] / sum1) & (f0[i] / sum0 > 1e-5) & clear;
    held += old.sum().item<std::int64_t>();
    if (old.any().item<bool>()) {
      EXPECT_LT(share.masked_select(old).max().item<double>(), 0.1);
    }
  }
  EXPECT_GT(held, 0);
}

TEST(Soup, OfOneIsThePlainFinetuneAndOfTwoTheirMean) {
  const auto plain = after("mixed_finetune", {}, 3, 0.02);
  EXPECT_EQ(distance(*after("soup", {{"members", std::int64_t{1}}}, 3, 0.02), *plain), 0);
  const auto two = after("soup", {{"members", std::int64_t{2}}, {"factor", 0.5}}, 3, 0.02);
  const auto slow = after("mixed_finetune", {}, 3, 0.01);
  interpolate(*plain, *slow, 0.5);
  EXPECT_LT(distance(*two, *plain), 1e-6);
  // Of three, every one counts a third.
  const auto three = after("soup", {{"members", std::int64_t{3}}, {"factor", 0.5}}, 3, 0.02);
  interpolate(*plain, *after("mixed_finetune", {}, 3, 0.005), 2.0 / 3);
  EXPECT_LT(distance(*three, *plain), 1e-6);
}

TEST(TaskArithmetic, AddsWhatEachGroupTeaches) {
  const auto zero = after("task_arithmetic", with(kFrozenNorm, "scale", 0.0), 3, 0.01);
  EXPECT_EQ(moved(*zero, Trained::kAll), 0);
  const auto sum = after("task_arithmetic", with(kFrozenNorm, "scale", 1.0), 3, 0.01);
  const auto one =
      after("mixed_finetune", with(kFrozenNorm, "counterexample_weight", 1.0), 3, 0.01);
  const auto two =
      after("mixed_finetune", with(kFrozenNorm, "counterexample_weight", 0.0), 3, 0.01);
  const auto start = make_network();
  const at::NoGradGuard no_grad;
  for (std::size_t i = 0; i < start->parameters().size(); ++i) {
    const auto at = [&](const ResNet& network) { return network.parameters()[i].tensor; };
    EXPECT_TRUE(at::allclose(at(*sum), at(*one) + at(*two) - at(*start), 1e-5, 1e-5)) << i;
  }
}

}  // namespace
}  // namespace remedy
