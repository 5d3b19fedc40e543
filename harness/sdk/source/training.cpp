#include "remedy/training.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <stdexcept>

#include "remedy/stopping.h"
#include "remedy/trainer.h"

namespace remedy {
namespace {

BatchNorm parse_batch_norm(const std::string& text) {
  if (text == "frozen") return BatchNorm::kFrozen;
  return text == "recalibrate" ? BatchNorm::kRecalibrate : BatchNorm::kTrain;
}

}  // namespace

FinetuneOptions::FinetuneOptions(const Parameters& parameters)
    : learning_rate(parameters.real("learning_rate")),
      optimizer(parameters.choice("optimizer")),
      momentum(parameters.real("momentum")),
      weight_decay(parameters.real("weight_decay")),
      batch_norm(parameters.has("batch_norm") ? parse_batch_norm(parameters.choice("batch_norm"))
                                              : BatchNorm::kFrozen),
      counterexample_weight(parameters.has("counterexample_weight")
                                ? parameters.optional_real("counterexample_weight")
                                : std::nullopt),
      micro_batch(parameters.has("micro_batch") ? parameters.integer("micro_batch") : 0),
      warmup_steps(parameters.has("warmup_steps") ? parameters.integer("warmup_steps") : 0),
      cosine(parameters.has("schedule") && parameters.choice("schedule") == "cosine"),
      clip_norm(parameters.has("clip_norm") ? parameters.real("clip_norm") : 0) {}

std::vector<ParameterSpec> finetune_parameters() {
  std::vector<ParameterSpec> rows = one_group_parameters();
  rows.push_back(with_uses(
      uses::groups,
      optional_real("counterexample_weight", Range{0, 1, false, false},
                    "share of the loss that the counterexamples carry; null: every image counts "
                    "once, as published")));
  return rows;
}

std::vector<ParameterSpec> one_group_parameters() {
  const FinetuneOptions defaults;
  return {
      real("learning_rate", defaults.learning_rate, positive, "step size of the optimizer"),
      choice("optimizer", "sgd", "sgd|adam|adamw", "PyTorch's optimizer of that name"),
      real("momentum", defaults.momentum, Range{0, 1, false, true},
           "of sgd; adam and adamw keep PyTorch's betas"),
      real("weight_decay", defaults.weight_decay, non_negative,
           "L2 penalty of sgd and adam, decoupled decay of adamw"),
      choice("batch_norm", "train", "train|frozen|recalibrate",
             "statistics of the batch, the baseline's, or estimated anew before every probe"),
      integer("micro_batch", defaults.micro_batch, at_least(0),
              "images a forward pass, 0: all; with batch_norm train not equal to a full batch"),
  };
}

std::vector<ParameterSpec> schedule_parameters() {
  return {
      integer("warmup_steps", 0, at_least(0), "steps over which the rate grows linearly"),
      choice("schedule", "constant", "constant|cosine",
             "the rate afterwards: as it is, or falling to 0 at the study's last step"),
      real("clip_norm", 0, non_negative, "the largest norm of a gradient; 0: any"),
  };
}

std::vector<ParameterSpec> head_parameters() {
  return without(finetune_parameters(), {"batch_norm", "micro_batch"});
}

std::vector<ParameterSpec> without(std::vector<ParameterSpec> rows,
                                   const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const ParameterSpec& one) { return name == one.name; });
    if (row == rows.end()) throw std::logic_error("the table has no parameter '" + name + "'");
    rows.erase(row);
  }
  return rows;
}

at::Tensor logits(Model& model, const Batch& batch) {
  return batch.features.defined() ? model.head(batch.features) : model.forward(batch.images);
}

Batch reweighted(const Batch& batch, const at::Tensor& weights) {
  Batch other = batch;
  other.weights = weights.index_select(0, batch.rows);
  return other;
}

at::Tensor weighted_cross_entropy(const at::Tensor& logits, const Batch& batch) {
  const at::Tensor log_probability = at::log_softmax(logits.to(at::kFloat), 1);
  const at::Tensor own = log_probability.gather(1, batch.labels.unsqueeze(1)).squeeze(1);
  return -(own * batch.weights).sum();
}

at::Tensor distillation(const at::Tensor& logits, const Batch& batch, const at::Tensor& before,
                        double temperature) {
  const at::Tensor old = before.index_select(0, batch.rows);
  return (old.exp() * (old - at::log_softmax(logits / temperature, 1))).sum(1);
}

at::Tensor image_weights(const TrainingData& data, std::optional<double> counterexample_weight) {
  const std::int64_t n = data.labels.size(0);
  const auto options = at::TensorOptions().dtype(at::kFloat).device(data.images.device());
  if (!counterexample_weight) return at::full({n}, 1.0 / static_cast<double>(n), options);
  const at::Tensor chosen = data.groups == kCounterexample;
  const auto count = chosen.sum().item<std::int64_t>();
  if (count == 0 || count == n) return at::full({n}, 1.0 / static_cast<double>(n), options);
  const double share = *counterexample_weight;
  return at::where(chosen, at::full({n}, share / static_cast<double>(count), options),
                   at::full({n}, (1 - share) / static_cast<double>(n - count), options));
}

void finetune(Model& model, Context& context, const FinetuneOptions& options,
              const BatchLoss& loss) {
  Trainer trainer(model, context, options);
  const auto step = [&](std::int64_t) {
    const double value = trainer.gradients(loss);
    trainer.update();
    return value;
  };
  if (!options.steps) return until_stop(model, context, step);
  for (std::int64_t steps = 0; steps < *options.steps; ++steps) {
    context.progress(0, "first phase, step " + std::to_string(steps));
    check_loss(model, step(steps), steps);
  }
  context.progress(0, "first phase, step " + std::to_string(*options.steps));
  model.eval();
}

void finetune(Model& model, Context& context, const FinetuneOptions& options) {
  finetune(model, context, options, [](Model& m, const Batch& batch) {
    return weighted_cross_entropy(logits(m, batch), batch);
  });
}

void recalibrate_batch_norm(Model& model, const at::Tensor& images, std::int64_t batch) {
  BatchNormStatistics* statistics = model.batch_norm();
  if (statistics == nullptr) {
    for (const NamedTensor& one : model.buffers()) {
      if (one.name.find("running_mean") == std::string::npos) continue;
      throw std::runtime_error("batch_norm: recalibrate: the batch norm of " + one.name +
                               " is a program's and cannot be told how to average; allowed here: "
                               "train, frozen");
    }
    return;
  }
  const at::NoGradGuard no_grad;
  const bool was_training = model.is_training();
  model.train();
  std::int64_t done = 0;
  for (const at::Tensor& part : images.split(batch > 0 ? batch : images.size(0))) {
    // The mean of all batches so far, each by its images.
    done += part.size(0);
    statistics->set_momentum(static_cast<double>(part.size(0)) / static_cast<double>(done));
    model.forward(part);
  }
  statistics->set_momentum(0.1);
  model.train(was_training);
}

}  // namespace remedy
