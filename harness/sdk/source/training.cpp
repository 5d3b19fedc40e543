#include "remedy/training.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "remedy/weights.h"

namespace remedy {
namespace {

BatchNorm parse_batch_norm(const std::string& text) {
  if (text == "frozen") return BatchNorm::kFrozen;
  return text == "recalibrate" ? BatchNorm::kRecalibrate : BatchNorm::kTrain;
}

std::unique_ptr<torch::optim::Optimizer> make_optimizer(Model& model,
                                                        const FinetuneOptions& options) {
  std::vector<at::Tensor> parameters;
  for (const NamedTensor& parameter : trained_parameters(model, options.trained)) {
    parameters.push_back(parameter.tensor);
  }
  if (options.optimizer == "adam") {
    return std::make_unique<torch::optim::Adam>(
        parameters,
        torch::optim::AdamOptions(options.learning_rate).weight_decay(options.weight_decay));
  }
  if (options.optimizer == "adamw") {
    return std::make_unique<torch::optim::AdamW>(
        parameters,
        torch::optim::AdamWOptions(options.learning_rate).weight_decay(options.weight_decay));
  }
  return std::make_unique<torch::optim::SGD>(parameters,
                                             torch::optim::SGDOptions(options.learning_rate)
                                                 .momentum(options.momentum)
                                                 .weight_decay(options.weight_decay));
}

// Rows in the order they are trained on: with micro-batches every part holds its share of each
// group, so that batch norm never sees counterexamples alone.
at::Tensor interleaved_rows(const TrainingData& data) {
  const at::Tensor groups = data.groups.to(at::kCPU);
  const std::int64_t n = groups.size(0);
  std::vector<std::pair<double, std::int64_t>> order;
  std::int64_t totals[2] = {0, 0}, seen[2] = {0, 0};
  const auto* group = groups.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < n; ++i) ++totals[group[i]];
  for (std::int64_t i = 0; i < n; ++i) {
    const double place =
        (static_cast<double>(seen[group[i]]++) + 0.5) / static_cast<double>(totals[group[i]]);
    order.emplace_back(place, i);
  }
  std::sort(order.begin(), order.end());
  const at::Tensor rows = at::empty({n}, at::kLong);
  for (std::int64_t i = 0; i < n; ++i) {
    rows.data_ptr<std::int64_t>()[i] = order[static_cast<std::size_t>(i)].second;
  }
  return rows.to(data.labels.device());
}

std::vector<Batch> make_batches(Model& model, const TrainingData& data,
                                const FinetuneOptions& options) {
  const at::Tensor weights = image_weights(data, options.counterexample_weight);
  const std::int64_t n = data.labels.size(0);
  if (options.trained == Trained::kHead) {
    return {{data.images, data.labels, weights, at::arange(n, data.labels.options()),
             extract_features(model, data.images)}};
  }
  if (options.micro_batch <= 0 || options.micro_batch >= n) {
    return {{data.images, data.labels, weights, at::arange(n, data.labels.options()), {}}};
  }
  std::vector<Batch> batches;
  const at::Tensor rows = interleaved_rows(data);
  for (const at::Tensor& part : rows.split(options.micro_batch)) {
    batches.push_back({data.images.index_select(0, part),
                       data.labels.index_select(0, part),
                       weights.index_select(0, part),
                       part,
                       {}});
  }
  return batches;
}

// One optimizer step over all batches; returns the loss before it.
double step(Model& model, torch::optim::Optimizer& optimizer, const std::vector<Batch>& batches,
            const FinetuneOptions& options, const BatchLoss& loss) {
  optimizer.zero_grad();
  at::Tensor total;  // on the device: it is waited for once a step, not once a batch
  for (const Batch& batch : batches) {
    const at::Tensor value = loss(model, batch);
    value.backward();
    total = total.defined() ? total + value.detach() : value.detach();
  }
  optimizer.step();
  if (options.after_step) {
    const at::NoGradGuard no_grad;
    options.after_step(model);
  }
  return total.item<double>();
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
      micro_batch(parameters.has("micro_batch") ? parameters.integer("micro_batch") : 0) {}

std::vector<ParameterSpec> finetune_parameters() {
  std::vector<ParameterSpec> rows = one_group_parameters();
  rows.push_back(
      optional_real("counterexample_weight", Range{0, 1, false, false},
                    "share of the loss that the counterexamples carry; null: every image counts "
                    "once, as published"));
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
  const TrainingData& data = context.training_data();
  model.eval();
  const std::vector<Batch> batches = make_batches(model, data, options);
  const auto optimizer = make_optimizer(model, options);
  const bool train_mode =
      options.batch_norm != BatchNorm::kFrozen && options.trained != Trained::kHead;
  for (std::int64_t steps = 0;; ++steps) {
    model.eval();
    if (options.batch_norm == BatchNorm::kRecalibrate && train_mode && steps > 0) {
      recalibrate_batch_norm(model, data.images, options.micro_batch);
    }
    if (options.steps) {
      context.progress(0, "first phase, step " + std::to_string(steps));
      if (steps == *options.steps) return;
    } else {
      const double accuracy = context.stop_accuracy(model);
      context.progress(steps, "stop accuracy " + std::to_string(accuracy).substr(0, 5));
      if (accuracy > context.stop_above() || steps == context.max_steps()) return;
    }
    model.train(train_mode);
    const double value = step(model, *optimizer, batches, options, loss);
    if (!std::isfinite(value)) {
      model.eval();
      throw Diverged("the loss was " + std::to_string(value) + " at step " +
                     std::to_string(steps + 1) + "; try a lower learning_rate");
    }
  }
}

void finetune(Model& model, Context& context, const FinetuneOptions& options) {
  finetune(model, context, options, [](Model& m, const Batch& batch) {
    return weighted_cross_entropy(logits(m, batch), batch);
  });
}

void recalibrate_batch_norm(Model& model, const at::Tensor& images, std::int64_t batch) {
  BatchNormStatistics* statistics = model.batch_norm();
  if (statistics == nullptr) return;
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
