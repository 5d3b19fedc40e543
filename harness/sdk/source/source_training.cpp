#include "remedy/source_training.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "remedy/optimizer.h"
#include "remedy/stopping.h"
#include "remedy/weights.h"

namespace remedy {

std::vector<ParameterSpec> source_parameters() {
  std::vector<ParameterSpec> rows =
      without(finetune_parameters(), {"counterexample_weight", "micro_batch", "batch_norm"});
  rows.push_back(integer("batch", 64, at_least(2), "images of a step, drawn with replacement"));
  rows.push_back(choice("batch_norm", "train", "train|frozen",
                        "frozen: batch norm keeps the baseline's running statistics"));
  for (const ParameterSpec& row : augmentation_parameters()) rows.push_back(row);
  return rows;
}

at::Tensor images_alike(const at::Tensor& keys) {
  return at::bincount(keys).index_select(0, keys).to(at::kFloat);
}

at::Tensor source_logits(Model& model, const TrainingSource& source, std::int64_t batch) {
  const at::NoGradGuard no_grad;
  const bool training = model.is_training();
  model.eval();
  std::vector<at::Tensor> parts;
  const std::int64_t n = source.labels.size(0);
  for (std::int64_t first = 0; first < n; first += batch) {
    const at::Tensor rows = at::arange(first, std::min(first + batch, n), at::kLong);
    parts.push_back(model.forward(source.images(rows)));
  }
  model.train(training);
  return at::cat(parts);
}

void finetune_on_source(Model& model, Context& context, const FinetuneOptions& options,
                        std::int64_t batch, const at::Tensor& chances, const SourceLoss& loss,
                        const Augmentation& augmentation) {
  const TrainingSource& source = context.training();
  const at::Tensor drawn_by = chances.to(at::kCPU);
  std::vector<at::Tensor> moving;
  for (const NamedTensor& one : trained_parameters(model, options.trained)) {
    moving.push_back(one.tensor);
  }
  Optimizer optimizer(moving, options, context.max_steps());
  until_stop(model, context, [&](std::int64_t) {
    const at::Tensor rows = at::multinomial(drawn_by, batch, /*replacement=*/true);
    const at::Tensor here = rows.to(source.labels.device());
    model.train(options.batch_norm != BatchNorm::kFrozen);
    for (const NamedTensor& parameter : model.parameters()) parameter.tensor.mutable_grad().reset();
    const at::Tensor logits = model.forward(augmented(source.images(rows), augmentation));
    const at::Tensor value = loss(logits, source.labels.index_select(0, here), here);
    value.backward();
    optimizer.step();
    model.eval();
    return value.item<double>();
  });
}

}  // namespace remedy
