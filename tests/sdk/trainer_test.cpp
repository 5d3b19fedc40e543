// The parts of the training loop that a method may put together anew.
#include "remedy/trainer.h"

#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>

#include <limits>

#include "remedy/stopping.h"
#include "sdk/fake_context.h"

namespace remedy {
namespace {

TEST(RateFactor, WarmsUpThenStaysOrFallsAlongACosine) {
  FinetuneOptions options;
  EXPECT_EQ(rate_factor(options, 0, 10), 1);
  EXPECT_EQ(rate_factor(options, 9, 10), 1);
  options.warmup_steps = 3;
  EXPECT_DOUBLE_EQ(rate_factor(options, 0, 10), 0.25);
  EXPECT_DOUBLE_EQ(rate_factor(options, 2, 10), 0.75);
  EXPECT_DOUBLE_EQ(rate_factor(options, 3, 10), 1);
  options.cosine = true;
  options.warmup_steps = 2;
  EXPECT_DOUBLE_EQ(rate_factor(options, 2, 10), 1);
  EXPECT_NEAR(rate_factor(options, 6, 10), 0.5, 1e-12);
  EXPECT_NEAR(rate_factor(options, 10, 10), 0, 1e-12);
  EXPECT_NEAR(rate_factor(options, 11, 10), 0, 1e-12);
}

TEST(Optimizer, TakesTheRateOfItsSchedule) {
  FinetuneOptions options;
  options.learning_rate = 0.5;
  options.momentum = 0;
  options.warmup_steps = 1;
  at::Tensor w = at::zeros({1}).requires_grad_();
  Optimizer optimizer({w}, options, 10);
  for (const double where : {-0.25, -0.75}) {
    w.mutable_grad() = at::ones({1});
    optimizer.step();
    EXPECT_DOUBLE_EQ(w.item<double>(), where);
  }
}

TEST(Optimizer, ClipsTheNormOverAllTensors) {
  FinetuneOptions options;
  options.learning_rate = 1;
  options.momentum = 0;
  options.clip_norm = 1;
  at::Tensor a = at::zeros({1}).requires_grad_(), b = at::zeros({1}).requires_grad_();
  Optimizer optimizer({a, b}, options, 10);
  a.mutable_grad() = at::full({1}, 3.0);
  b.mutable_grad() = at::full({1}, 4.0);
  optimizer.step();
  EXPECT_NEAR(a.item<double>(), -0.6, 1e-6);
  EXPECT_NEAR(b.item<double>(), -0.8, 1e-6);
  EXPECT_THROW(Optimizer({}, options, 10), std::invalid_argument);
}

TEST(Trainer, MovesTheParametersThatAreNamedAlone) {
  FakeContext context(2);
  const auto network = make_network(), start = make_network();
  FinetuneOptions options;
  options.learning_rate = 0.05;
  options.trains = [](const std::string& name) { return name == "layer3.0.conv2.weight"; };
  finetune(*network, context, options);
  for (std::size_t i = 0; i < network->parameters().size(); ++i) {
    const NamedTensor& one = network->parameters()[i];
    EXPECT_EQ(one.tensor.equal(start->parameters()[i].tensor), one.name != "layer3.0.conv2.weight")
        << one.name;
  }
}

TEST(Trainer, APassWithoutStatisticsLeavesThem) {
  FakeContext context(2);
  const auto network = make_network(), start = make_network();
  Trainer trainer(*network, context, FinetuneOptions());
  const auto loss = [](Model& m, const Batch& batch) {
    return weighted_cross_entropy(logits(m, batch), batch);
  };
  trainer.gradients(loss, /*statistics=*/false);
  network->eval();
  EXPECT_EQ(largest_difference(network->buffers(), start->buffers()), 0);
  trainer.gradients(loss);
  network->eval();
  EXPECT_GT(largest_difference(network->buffers(), start->buffers()), 1e-3);
}

TEST(UntilStop, ProbesBeforeTheFirstStepAndAfterEveryOne) {
  FakeContext context(/*max_steps=*/50, /*reached_at=*/3);
  const auto network = make_network();
  std::vector<std::int64_t> steps;
  until_stop(*network, context, [&](std::int64_t step) {
    steps.push_back(step);
    return 1.0;
  });
  EXPECT_THAT(steps, ::testing::ElementsAre(0, 1, 2));
  EXPECT_EQ(context.probes, 4);
  EXPECT_EQ(context.steps, 3);
}

TEST(UntilStop, ALossThatIsNotFiniteEndsItInEvaluationMode) {
  FakeContext context(50);
  const auto network = make_network();
  EXPECT_THROW(until_stop(*network, context,
                          [&](std::int64_t) {
                            network->train(true);
                            return std::numeric_limits<double>::quiet_NaN();
                          }),
               Diverged);
  EXPECT_FALSE(network->is_training());
}

}  // namespace
}  // namespace remedy
