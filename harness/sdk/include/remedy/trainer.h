// The parts of finetune(), for a method whose step is more than one gradient and one update.
#pragma once

#include <vector>

#include "remedy/context.h"
#include "remedy/model.h"
#include "remedy/optimizer.h"
#include "remedy/training.h"

namespace remedy {

// finetune() is: until_stop(model, context, [&] { gradients(loss); update(); }). Model and context
// have to outlive it.
class Trainer {
 public:
  Trainer(Model& model, Context& context, const FinetuneOptions& options);

  // The loss over all training images, in nats, and its gradients: in training mode unless batch
  // norm is frozen. What gradients there were is dropped. It may be called several times a step,
  // at other weights: running statistics follow every pass, unless `statistics` is false.
  double gradients(const BatchLoss& loss, bool statistics = true);
  // One step of the optimizer along the gradients that the parameters have, then settle().
  void update();
  // What follows a change of the weights: after_step of the options; running statistics anew where
  // batch norm is kRecalibrate.
  void settle();

  // The parameters that move.
  const std::vector<NamedTensor>& trained() const { return trained_; }

 private:
  Model& model_;
  const TrainingData& data_;
  FinetuneOptions options_;
  std::vector<NamedTensor> trained_;
  std::vector<Batch> batches_;
  Optimizer optimizer_;
};

// Throws Diverged where the loss of step `step` is not finite; leaves the model in evaluation mode
// then.
void check_loss(Model& model, double loss, std::int64_t step);

}  // namespace remedy
