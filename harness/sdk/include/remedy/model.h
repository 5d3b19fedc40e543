// The classifier a remediation works on.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

namespace remedy {

struct NamedTensor {
  std::string name;   // torchvision's, such as "layer1.0.conv1.weight"
  at::Tensor tensor;  // shares memory with the model
};

// The running statistics of batch norm, which follow the batches while a model is in training mode.
class BatchNormStatistics {
 public:
  virtual ~BatchNormStatistics() = default;

  // The weight of a batch in them; PyTorch's default is 0.1.
  virtual void set_momentum(double momentum) = 0;
};

// A chain of named stages, such as "stem", "layer1.0", ..., "pool", "fc"; the last is the head, all
// before it compute the features. The harness implements it; a remediation calls it, in the thread
// that apply() was called in.
//
// Parameters require gradients. To change a weight, optimise it, or write into it in place under
// torch::NoGradGuard; the tensors themselves cannot be replaced.
class Model {
 public:
  virtual ~Model() = default;

  virtual const std::vector<std::string>& stages() const = 0;
  // Runs stages first, first + 1, ..., last - 1 on the output of stage first - 1, or on images.
  virtual at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) = 0;

  // In the order of the checkpoint. They stay the same objects for the model's life.
  virtual const std::vector<NamedTensor>& parameters() const = 0;
  virtual const std::vector<NamedTensor>& buffers() const = 0;

  // In training mode batch norm, where there is any, normalises with the batch's statistics and
  // updates the running ones; otherwise it uses the running ones. A model starts in evaluation
  // mode.
  virtual void train(bool on = true) = 0;
  virtual bool is_training() const = 0;
  // Those of the batch norm of this network, as long as it lives; nullptr where it has none.
  virtual BatchNormStatistics* batch_norm() = 0;

  // The same weights in memory of their own, in evaluation mode.
  virtual std::unique_ptr<Model> clone() const = 0;

  // images: float [n, 3, H, W], normalised. Returns logits, float [n, classes].
  at::Tensor forward(const at::Tensor& images) { return run(images, 0, stages().size()); }
  // Returns what the head sees, float [n, d].
  at::Tensor features(const at::Tensor& images) { return run(images, 0, stages().size() - 1); }
  // features: float [n, d]. Returns logits, float [n, classes].
  at::Tensor head(const at::Tensor& features) {
    return run(features, stages().size() - 1, stages().size());
  }
  void eval() { train(false); }
};

}  // namespace remedy
