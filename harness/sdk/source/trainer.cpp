#include "remedy/trainer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

#include "remedy/weights.h"

namespace remedy {
namespace {

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

std::vector<NamedTensor> moving(const Model& model, const FinetuneOptions& options) {
  std::vector<NamedTensor> chosen = trained_parameters(model, options.trained);
  if (!options.trains) return chosen;
  const auto stays = [&](const NamedTensor& one) { return !options.trains(one.name); };
  chosen.erase(std::remove_if(chosen.begin(), chosen.end(), stays), chosen.end());
  return chosen;
}

std::vector<at::Tensor> tensors_of(const std::vector<NamedTensor>& named) {
  std::vector<at::Tensor> tensors;
  for (const NamedTensor& one : named) tensors.push_back(one.tensor);
  return tensors;
}

bool in_training_mode(const FinetuneOptions& options) {
  return options.batch_norm != BatchNorm::kFrozen && options.trained != Trained::kHead;
}

}  // namespace

Trainer::Trainer(Model& model, Context& context, const FinetuneOptions& options)
    : model_(model),
      data_(context.training_data()),
      options_(options),
      trained_(moving(model, options)),
      optimizer_(tensors_of(trained_), options, options.steps.value_or(context.max_steps())) {
  model_.eval();
  batches_ = make_batches(model_, data_, options_);
}

double Trainer::gradients(const BatchLoss& loss, bool statistics) {
  model_.train(in_training_mode(options_));
  for (const NamedTensor& parameter : model_.parameters()) parameter.tensor.mutable_grad().reset();
  BatchNormStatistics* running = statistics ? nullptr : model_.batch_norm();
  if (running != nullptr) running->set_momentum(0);
  at::Tensor total;  // on the device: it is waited for once a step, not once a batch
  for (const Batch& batch : batches_) {
    const at::Tensor value = loss(model_, batch);
    value.backward();
    total = total.defined() ? total + value.detach() : value.detach();
  }
  if (running != nullptr) running->set_momentum(0.1);
  return total.item<double>();
}

void Trainer::update() {
  optimizer_.step();
  settle();
}

void Trainer::settle() {
  if (options_.after_step) {
    const at::NoGradGuard no_grad;
    options_.after_step(model_);
  }
  model_.eval();
  if (options_.batch_norm == BatchNorm::kRecalibrate && in_training_mode(options_)) {
    recalibrate_batch_norm(model_, data_.images, options_.micro_batch);
  }
}

void check_loss(Model& model, double loss, std::int64_t step) {
  if (std::isfinite(loss)) return;
  model.eval();
  throw Diverged("the loss was " + std::to_string(loss) + " at step " + std::to_string(step + 1) +
                 "; try a lower learning_rate");
}

}  // namespace remedy
