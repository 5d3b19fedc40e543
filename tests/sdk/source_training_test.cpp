// Fine-tuning in mini-batches from the training source.
#include "remedy/source_training.h"

#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "sdk/fake_context.h"

namespace remedy {
namespace {

// With a source of twelve images, of which the last two are a group of their own.
class SourceContext : public FakeContext {
 public:
  using FakeContext::FakeContext;
  const TrainingSource& training() override {
    if (source_.labels.defined()) return source_;
    const at::Tensor images =
        at::arange(12, at::kFloat).reshape({12, 1, 1, 1}).expand({12, 3, 16, 16});
    source_.labels = at::arange(12).remainder(5);
    source_.groups = (at::arange(12) >= 10).to(at::kLong);
    source_.group_names = {"usual", "rare"};
    source_.images = [this, images](const at::Tensor& rows) {
      read.push_back(rows);
      return images.index_select(0, rows);
    };
    return source_;
  }

  std::vector<at::Tensor> read;

 private:
  TrainingSource source_;
};

at::Tensor cross_entropy(const at::Tensor& logits, const at::Tensor& labels, const at::Tensor&) {
  return at::cross_entropy_loss(logits, labels);
}

TEST(SourceTraining, CountsImagesAlike) {
  const at::Tensor counts = images_alike(at::tensor({3, 1, 3, 3}, at::kLong));
  EXPECT_TRUE(counts.equal(at::tensor({3.0F, 1.0F, 3.0F, 3.0F})));
}

TEST(SourceTraining, LogitsAreThoseOfAllImagesWhateverTheBatch) {
  const auto network = make_network();
  SourceContext context(0);
  const at::Tensor all = source_logits(*network, context.training(), 12);
  EXPECT_EQ(all.size(0), 12);
  EXPECT_TRUE(at::allclose(source_logits(*network, context.training(), 5), all, 1e-4, 1e-5));
}

TEST(SourceTraining, DrawsByTheChancesUntilTheStopRule) {
  const auto network = make_network();
  SourceContext context(/*max_steps=*/200, /*reached_at=*/50);
  at::manual_seed(1);
  const at::Tensor chances = images_alike(context.training().groups).reciprocal();
  finetune_on_source(*network, context, FinetuneOptions(), 8, chances, cross_entropy);
  EXPECT_EQ(context.read.size(), 50u);
  EXPECT_EQ(context.steps, 50);
  const at::Tensor rare = (at::cat(context.read) >= 10).to(at::kFloat);
  EXPECT_NEAR(rare.mean().item<double>(), 0.5, 0.1);  // 400 draws
  EXPECT_FALSE(network->is_training());
}

TEST(SourceTraining, MovesTheWeightsAndIsTheSameAgain) {
  const auto train = [] {
    auto network = make_network();
    SourceContext context(/*max_steps=*/3);
    at::manual_seed(1);
    FinetuneOptions options;
    options.batch_norm = BatchNorm::kFrozen;
    finetune_on_source(*network, context, options, 4, at::ones({12}), cross_entropy);
    return network;
  };
  const auto before = make_network(), once = train(), again = train();
  const std::size_t last = before->parameters().size() - 1;
  EXPECT_FALSE(before->parameters()[last].tensor.equal(once->parameters()[last].tensor));
  for (std::size_t i = 0; i <= last; ++i) {
    EXPECT_TRUE(once->parameters()[i].tensor.equal(again->parameters()[i].tensor));
  }
  for (std::size_t i = 0; i < before->buffers().size(); ++i) {  // running statistics
    EXPECT_TRUE(before->buffers()[i].tensor.equal(once->buffers()[i].tensor));
  }
}

TEST(SourceTraining, SourcesAreAskedForWithoutOne) {
  FakeContext context(1);
  EXPECT_THROW(context.training(), std::logic_error);
}

}  // namespace
}  // namespace remedy
