// What remediations that fine-tune have in common: a full-batch loop with the study's stop rule.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "remedy/context.h"
#include "remedy/model.h"
#include "remedy/parameters.h"
#include "remedy/remediation.h"

namespace remedy {

// How batch norm behaves while fine-tuning.
enum class BatchNorm {
  kTrain,        // normalises with the batch, running statistics follow with momentum 0.1
  kFrozen,       // normalises with the baseline's running statistics, which do not move
  kRecalibrate,  // as kTrain; before every probe, and so at the end, the running statistics are
                 // estimated anew over all training images
};

// Which parameters an optimizer moves; the others do not change by a bit.
enum class Trained {
  kAll,
  kHead,      // the last stage. Features are computed once, so batch norm is frozen
  kFeatures,  // all but the last stage
};

// Defaults are those of finetune_parameters().
struct FinetuneOptions {
  double learning_rate = 1e-3;
  std::string optimizer = "sgd";  // sgd, adam, adamw
  double momentum = 0.9;          // sgd's; adam and adamw keep PyTorch's betas (0.9, 0.999)
  double weight_decay = 0;
  BatchNorm batch_norm = BatchNorm::kTrain;
  // Share of the loss that the counterexamples carry. Nothing: every image counts once, as
  // published, which is n_counterexamples / n.
  std::optional<double> counterexample_weight;
  // Images a forward pass; 0: all at once. A gradient is that of the whole batch either way, but in
  // training mode batch norm then sees the micro-batch, so the result is not that of a full batch.
  std::int64_t micro_batch = 0;

  // The rate grows linearly to learning_rate over so many steps, then stays, or falls to 0 along
  // half a cosine until the study's last step.
  std::int64_t warmup_steps = 0;
  bool cosine = false;
  // The largest Euclidean norm of the gradient over all trained parameters; 0: any.
  double clip_norm = 0;

  // What follows is set by a method, not by its table.
  Trained trained = Trained::kAll;
  // Of these parameters, those that move, by name. Nothing: all of them.
  std::function<bool(const std::string& name)> trains;
  // Takes exactly so many steps and never probes: a first phase, which the study's limit and the
  // record's count leave out. Nothing: the study's stop rule.
  std::optional<std::int64_t> steps;
  // Called after every optimizer step, without gradients: where a penalty is applied in closed
  // form.
  std::function<void(Model&)> after_step;

  FinetuneOptions() = default;
  // Reads those of its rows that the table has.
  explicit FinetuneOptions(const Parameters& parameters);
};

// The rows of a plugin's table that FinetuneOptions reads.
std::vector<ParameterSpec> finetune_parameters();
// Further rows that it reads where a table has them: "warmup_steps", "schedule", "clip_norm".
std::vector<ParameterSpec> schedule_parameters();
// finetune_parameters() for a method that trains on one group: without "counterexample_weight".
std::vector<ParameterSpec> one_group_parameters();
// The same for a method that moves the head alone: without "batch_norm" and "micro_batch".
std::vector<ParameterSpec> head_parameters();
// `rows` without those of these names. Throws std::logic_error where there is no such row.
std::vector<ParameterSpec> without(std::vector<ParameterSpec> rows,
                                   const std::vector<std::string>& names);

// A part of the training data in one forward pass.
struct Batch {
  at::Tensor images;    // float [n, 3, H, W]
  at::Tensor labels;    // int64 [n]
  at::Tensor weights;   // float [n]; over the whole training data they sum to 1
  at::Tensor rows;      // int64 [n], positions in the training data
  at::Tensor features;  // float [n, d] where only the head is trained, else undefined
};

// The model's logits on a batch, float [n, classes]: from its features where it has them.
at::Tensor logits(Model& model, const Batch& batch);
// The same batch weighted by `weights`, float [all training images], sum 1.
Batch reweighted(const Batch& batch, const at::Tensor& weights);

// Cross-entropy in nats, each image's by its weight, summed: scalar.
at::Tensor weighted_cross_entropy(const at::Tensor& logits, const Batch& batch);

// How far a batch's predictions are from earlier ones, both softened by `temperature` T: KL(before
// || now) of each image in nats, float [n]. `logits` are the batch's now, float [n, classes];
// `before` the log-softmax of the earlier logits / T over all training images, float [all,
// classes]. Times T^2 its gradient does not shrink as T grows (Hinton et al. 2015, arXiv
// 1503.02531).
at::Tensor distillation(const at::Tensor& logits, const Batch& batch, const at::Tensor& before,
                        double temperature);

// The weight of each training image in the loss, float [n], sum 1.
at::Tensor image_weights(const TrainingData& data, std::optional<double> counterexample_weight);

// Loss of one batch: a scalar, or a term that is the same whatever the batch times batch.weights'
// sum, so that the parts of a micro-batched step add up.
using BatchLoss = std::function<at::Tensor(Model& model, const Batch& batch)>;

// Full-batch steps on all parameters until the accuracy on the stop set exceeds the study's
// threshold, or its steps are used up. The stop set is probed before the first step and after every
// step, in evaluation mode. The model is left in evaluation mode. Throws Diverged where the loss is
// not finite.
void finetune(Model& model, Context& context, const FinetuneOptions& options,
              const BatchLoss& loss);
// With weighted_cross_entropy of the model's logits.
void finetune(Model& model, Context& context, const FinetuneOptions& options);

// A remediation that is finetune() with the options of its table and no loss of its own.
template <Trained trained = Trained::kAll>
class Finetune : public Remediation {
 public:
  explicit Finetune(const Parameters& parameters) : options_(parameters) {
    options_.trained = trained;
  }

  void apply(Model& model, Context& context) override { finetune(model, context, options_); }

 private:
  FinetuneOptions options_;
};

// Sets the running statistics of batch norm to the mean over `images` (float [n, 3, H, W]) under
// the present weights, in batches of `batch` images, 0: all at once. Leaves the mode as it was.
// Does nothing where the model has no batch norm. Throws std::runtime_error where it has one whose
// weight of a batch nobody can set, as in a TorchScript program.
void recalibrate_batch_norm(Model& model, const at::Tensor& images, std::int64_t batch);

}  // namespace remedy
