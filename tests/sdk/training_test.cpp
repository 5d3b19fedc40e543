// What the SDK offers to remediations that fine-tune.
#include "remedy/training.h"

#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>

#include "model/two_layers.h"
#include "model/weights.h"
#include "sdk/fake_context.h"

namespace remedy {
namespace {

FinetuneOptions options_with(double learning_rate, BatchNorm batch_norm) {
  FinetuneOptions options;
  options.learning_rate = learning_rate;
  options.batch_norm = batch_norm;
  return options;
}

TEST(Finetune, StopsAtTheProbeThatReaches) {
  FakeContext context(/*max_steps=*/50, /*reached_at=*/3);
  const auto network = make_network();
  finetune(*network, context, FinetuneOptions());
  EXPECT_EQ(context.steps, 3);
  EXPECT_EQ(context.probes, 4);
  EXPECT_FALSE(network->is_training());
}

TEST(Finetune, GoesNoFurtherThanItsSteps) {
  FakeContext context(/*max_steps=*/2);
  const auto network = make_network();
  finetune(*network, context, FinetuneOptions());
  EXPECT_EQ(context.steps, 2);
}

TEST(Finetune, ASetThatIsRecognisedAlreadyCostsNothing) {
  FakeContext context(50, /*reached_at=*/0);
  const auto network = make_network();
  const auto before = network->clone();
  finetune(*network, context, FinetuneOptions());
  EXPECT_EQ(largest_difference(network->parameters(), before->parameters()), 0);
}

TEST(Finetune, OneStepOfSgdFollowsTheGradient) {
  FakeContext context(1);
  const auto network = make_network();
  const auto reference = make_network();
  FinetuneOptions options = options_with(0.01, BatchNorm::kFrozen);
  options.weight_decay = 0.1;
  finetune(*network, context, options);
  at::cross_entropy_loss(reference->forward(context.data_.images), context.data_.labels).backward();
  const at::NoGradGuard no_grad;
  for (const NamedTensor& parameter : reference->parameters()) {
    parameter.tensor.sub_(0.01 * (parameter.tensor.grad() + 0.1 * parameter.tensor));
  }
  EXPECT_LT(largest_difference(network->parameters(), reference->parameters()), 1e-6);
}

TEST(Finetune, MicroBatchesAddUpToTheFullBatchWhereBatchNormIsFrozen) {
  FakeContext one(4), other(4);
  const auto whole = make_network();
  const auto parts = make_network();
  FinetuneOptions options = options_with(0.01, BatchNorm::kFrozen);
  options.counterexample_weight = 0.7;
  finetune(*whole, one, options);
  options.micro_batch = 3;
  finetune(*parts, other, options);
  EXPECT_GT(largest_difference(whole->parameters(), make_network()->parameters()), 1e-3);
  EXPECT_LT(largest_difference(whole->parameters(), parts->parameters()), 1e-5);
}

TEST(Finetune, FrozenStatisticsDoNotMoveByABit) {
  for (const BatchNorm mode : {BatchNorm::kFrozen, BatchNorm::kTrain}) {
    FakeContext context(3);
    const auto network = make_network();
    finetune(*network, context, options_with(0.01, mode));
    const double moved = largest_difference(network->buffers(), make_network()->buffers());
    if (mode == BatchNorm::kFrozen) {
      EXPECT_EQ(moved, 0);
    } else {
      EXPECT_GT(moved, 0);
    }
  }
}

TEST(Finetune, EveryOptimizerMovesTheWeightsInItsOwnWay) {
  std::vector<std::unique_ptr<ResNet>> ends;
  for (const char* optimizer : {"sgd", "adam", "adamw"}) {
    FakeContext context(3);
    FinetuneOptions options = options_with(0.01, BatchNorm::kTrain);
    options.optimizer = optimizer;
    options.weight_decay = 0.1;
    ends.push_back(make_network());
    finetune(*ends.back(), context, options);
    EXPECT_GT(largest_difference(ends.back()->parameters(), make_network()->parameters()), 1e-3);
  }
  EXPECT_GT(largest_difference(ends[0]->parameters(), ends[1]->parameters()), 1e-4);
  EXPECT_GT(largest_difference(ends[1]->parameters(), ends[2]->parameters()), 1e-6);
}

TEST(Finetune, ALossThatIsNotFiniteEndsIt) {
  FakeContext context(50);
  const auto network = make_network();
  EXPECT_THROW(finetune(*network, context, options_with(1e30, BatchNorm::kTrain)), Diverged);
  EXPECT_FALSE(network->is_training());
}

TEST(ImageWeights, CountEveryImageOnceUnlessAShareIsGiven) {
  FakeContext context(1);
  const at::Tensor even = image_weights(context.data_, std::nullopt);
  EXPECT_TRUE(at::allclose(even, at::full({10}, 0.1)));
  const at::Tensor shared = image_weights(context.data_, 0.75);
  EXPECT_NEAR(shared.sum().item<double>(), 1, 1e-6);
  EXPECT_NEAR(shared.narrow(0, 0, 4).sum().item<double>(), 0.75, 1e-6);
  EXPECT_NEAR(shared[9].item<double>(), 0.25 / 6, 1e-6);
}

TEST(ImageWeights, OneGroupAloneHasNobodyToShareWith) {
  FakeContext context(1);
  context.data_.groups.zero_();
  EXPECT_TRUE(at::allclose(image_weights(context.data_, 0.75), at::full({10}, 0.1)));
}

TEST(Recalibrate, GivesTheMeanOverTheImages) {
  const auto network = make_network();
  FakeContext context(1);
  const at::NoGradGuard no_grad;
  recalibrate_batch_norm(*network, context.data_.images, /*batch=*/5);
  EXPECT_FALSE(network->is_training());
  // The first layer's statistics, by hand: the mean of the two batches of the same size.
  const at::Tensor& weight = network->parameters()[0].tensor;
  const at::Tensor y = at::conv2d(context.data_.images, weight, {}, 2, 1);
  const at::Tensor mean = y.mean({0, 2, 3});
  const at::Tensor variance = (y.narrow(0, 0, 5).var({0, 2, 3}, /*unbiased=*/true) +
                               y.narrow(0, 5, 5).var({0, 2, 3}, /*unbiased=*/true)) /
                              2;
  EXPECT_TRUE(at::allclose(network->buffers()[0].tensor, mean, 1e-4, 1e-6));
  EXPECT_TRUE(at::allclose(network->buffers()[1].tensor, variance, 1e-4, 1e-6));
}

TEST(Recalibrate, ForgetsWhatWasThereBefore) {
  FakeContext context(1);
  const auto one = make_network();
  const auto other = make_network();
  const at::NoGradGuard no_grad;
  for (const NamedTensor& buffer : other->buffers()) {
    if (at::isFloatingType(buffer.tensor.scalar_type())) buffer.tensor.add_(3);
  }
  recalibrate_batch_norm(*one, context.data_.images, 0);
  recalibrate_batch_norm(*other, context.data_.images, 0);
  EXPECT_EQ(largest_difference(one->buffers(), other->buffers()), 0);
}

TEST(FinetuneOptions, AreReadFromEitherTable) {
  const auto values = [](const std::vector<ParameterSpec>& table) {
    std::map<std::string, ParameterValue> all;
    for (const ParameterSpec& row : table) {
      if (row.optional) {
        all[row.name] = 0.25;
      } else if (row.kind == ParameterKind::kChoice) {
        all[row.name] = std::string(row.text);
      } else if (row.kind == ParameterKind::kInteger) {
        all[row.name] = static_cast<std::int64_t>(row.number);
      } else {
        all[row.name] = row.number;
      }
    }
    return Parameters(all);
  };
  const FinetuneOptions mixed(values(finetune_parameters()));
  EXPECT_EQ(mixed.counterexample_weight, 0.25);
  EXPECT_DOUBLE_EQ(mixed.learning_rate, FinetuneOptions().learning_rate);
  EXPECT_FALSE(FinetuneOptions(values(one_group_parameters())).counterexample_weight);
}

TEST(Recalibration, DoesNothingToANetworkWithoutBatchNorm) {
  TwoLayers network(1);
  const std::unique_ptr<Network> before = network.copy();
  recalibrate_batch_norm(network, at::ones({2, 3, 4, 4}), 0);
  EXPECT_EQ(equal_stages(network, *before), 3U);
  EXPECT_FALSE(network.is_training());
}

TEST(Recalibration, OfAProgramsBatchNormIsRefused) {
  struct Program final : TwoLayers {
    using TwoLayers::TwoLayers;
    const std::vector<NamedTensor>& buffers() const override { return statistics; }
    std::vector<NamedTensor> statistics = {{"bn.running_mean", at::zeros({4})}};
  };
  Program network(1);
  try {
    recalibrate_batch_norm(network, at::ones({2, 3, 4, 4}), 0);
    FAIL() << "it was done";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("the batch norm of bn.running_mean is a "
                                                   "program's"));
  }
}

TEST(ParameterTables, RowsAreTakenOutByName) {
  const auto names = [](const std::vector<ParameterSpec>& table) {
    std::vector<std::string> all;
    for (const ParameterSpec& row : table) all.emplace_back(row.name);
    return all;
  };
  EXPECT_THAT(names(without(finetune_parameters(), {"momentum", "optimizer", "batch_norm"})),
              ::testing::ElementsAre("learning_rate", "weight_decay", "micro_batch",
                                     "counterexample_weight"));
  EXPECT_THAT(names(head_parameters()),
              ::testing::ElementsAre("learning_rate", "optimizer", "momentum", "weight_decay",
                                     "counterexample_weight"));
  EXPECT_THROW(without(finetune_parameters(), {"momentun"}), std::logic_error);
}

}  // namespace
}  // namespace remedy
