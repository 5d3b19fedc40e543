// What would catch a remediation that is silently inert or inverted. The plugins are those that
// users run, loaded as built.
#include <dlfcn.h>
#include <gmock/gmock.h>

#include "remedy/remediation.h"
#include "remedy/training.h"
#include "remedy/weights.h"
#include "sdk/fake_context.h"

namespace remedy {
namespace {

using Values = std::map<std::string, ParameterValue>;

const PluginDescriptor& load(const std::string& id) {
  const std::string path = std::string(REMEDY_BINARY_DIR) + "/lib/remedy/plugins/" + id + ".so";
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(dlerror());
  return *reinterpret_cast<EntryPoint>(dlsym(handle, kEntryPoint))();
}

// Applies a plugin with its defaults, but for `changes`.
void apply(const std::string& id, const Values& changes, Model& model, Context& context) {
  const PluginDescriptor& plugin = load(id);
  Values values;
  for (std::uint32_t i = 0; i < plugin.parameter_count; ++i) {
    const ParameterSpec& row = plugin.parameters[i];
    if (row.optional) {
      values[row.name] = std::monostate();
    } else if (row.kind == ParameterKind::kChoice) {
      values[row.name] = std::string(row.text);
    } else if (row.kind == ParameterKind::kInteger) {
      values[row.name] = static_cast<std::int64_t>(row.number);
    } else if (row.kind == ParameterKind::kFlag) {
      values[row.name] = row.number != 0;
    } else {
      values[row.name] = row.number;
    }
  }
  for (const auto& [name, value] : changes) {
    ASSERT_EQ(values.count(name), 1U) << id << " has no parameter " << name;
    values[name] = value;
  }
  Remediation* remediation = plugin.create(Parameters(values));
  remediation->apply(model, context);
  plugin.destroy(remediation);
  EXPECT_FALSE(model.is_training()) << id;
}

std::unique_ptr<ResNet> after(const std::string& id, Values changes, std::int64_t steps = 3,
                              double learning_rate = 0.05) {
  FakeContext context(steps);
  auto network = make_network();
  changes.emplace("learning_rate", learning_rate);
  apply(id, changes, *network, context);
  return network;
}

double distance(Model& one, Model& other) {
  return std::max(largest_difference(one.parameters(), other.parameters()),
                  largest_difference(one.buffers(), other.buffers()));
}

double moved(Model& model, Trained trained) {
  const auto start = make_network();
  return largest_difference(trained_parameters(model, trained),
                            trained_parameters(*start, trained));
}

// Mean cross-entropy on the rows that `chosen` marks, in evaluation mode.
double loss_on(Model& model, const at::Tensor& chosen) {
  const at::NoGradGuard no_grad;
  FakeContext context(1);
  const at::Tensor rows = chosen.nonzero().squeeze(1);
  return at::cross_entropy_loss(model.forward(context.data_.images.index_select(0, rows)),
                                context.data_.labels.index_select(0, rows))
      .item<double>();
}

at::Tensor baseline_probability() {
  FakeContext context(1);
  return at::softmax(context.baseline_logits(), 1)
      .gather(1, context.data_.labels.unsqueeze(1))
      .squeeze(1);
}

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

TEST(Jtt, FavoursWhatTheBaselineGetsWrong) {
  const auto even = after("jtt", {{"upweight", 1.0}}, 3, 0.01);
  const auto plain = after("mixed_finetune", {}, 3, 0.01);
  EXPECT_LT(largest_difference(even->parameters(), plain->parameters()), 1e-6);
  FakeContext context(1);
  const at::Tensor wrong = context.baseline_logits().argmax(1) != context.data_.labels;
  ASSERT_TRUE(wrong.any().item<bool>() && !wrong.all().item<bool>());
  const Values frozen = {{"batch_norm", std::string("frozen")}};
  Values weighted = frozen;
  weighted["upweight"] = 50.0;
  Values same = frozen;
  same["upweight"] = 1.0;
  EXPECT_LT(loss_on(*after("jtt", weighted, 2, 0.001), wrong),
            loss_on(*after("jtt", same, 2, 0.001), wrong));
}

TEST(Afr, FavoursWhatTheBaselineGetsWrong) {
  // Every class has two images, so that gamma 0 weights all alike.
  const auto even = after("afr", {{"gamma", 0.0}}, 3, 0.01);
  const auto plain = after("head_finetune", {}, 3, 0.01);
  EXPECT_LT(largest_difference(even->parameters(), plain->parameters()), 1e-6);
  const at::Tensor p = baseline_probability();
  const at::Tensor worst = p <= std::get<0>(p.kthvalue(3));
  EXPECT_LT(loss_on(*after("afr", {{"gamma", 20.0}}, 2, 0.001), worst),
            loss_on(*after("afr", {{"gamma", 0.0}}, 2, 0.001), worst));
  EXPECT_EQ(moved(*even, Trained::kFeatures), 0);
  EXPECT_LT(moved(*after("afr", {{"lambda", 1e12}}), Trained::kHead), 1e-6);
}

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

TEST(GroupDro, WithoutStepsGivesEachGroupOneHalf) {
  const auto dro = after("group_dro", {{"eta", 0.0}}, 3, 0.01);
  const auto half = after("mixed_finetune", {{"counterexample_weight", 0.5}}, 3, 0.01);
  EXPECT_LT(largest_difference(dro->parameters(), half->parameters()), 1e-5);
}

TEST(GroupDro, FavoursTheWorseGroup) {
  FakeContext context(1);
  const at::Tensor first = context.data_.groups == kCounterexample;
  const auto start = make_network();
  const at::Tensor worse = loss_on(*start, first) > loss_on(*start, ~first) ? first : ~first;
  const Values frozen = {{"batch_norm", std::string("frozen")}};
  Values eager = frozen, even = frozen;
  eager["eta"] = 50.0;
  even["eta"] = 0.0;
  EXPECT_LT(loss_on(*after("group_dro", eager, 1, 0.001), worse),
            loss_on(*after("group_dro", even, 1, 0.001), worse));
}

}  // namespace
}  // namespace remedy
