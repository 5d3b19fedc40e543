// Densely connected networks (Huang et al., CVPR 2017) with torchvision's structure and parameter
// names, so that its checkpoints load as they are.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/study/architectures.h"
#include "model/architectures/batch_norm.h"
#include "model/network.h"

namespace remedy {

struct DenseArchitecture {
  std::string name = "densenet121";
  DenseLayout layout;
  int classes = 1000;
};

// Its stages are "stem", one for each layer and transition, "features.norm5", which takes the mean
// over places, and "classifier". Between the first ones are all channels so far, float
// [n, c, h, w].
class DenseNet final : public Network {
 public:
  // Weights are zero until they are copied into state().
  DenseNet(const DenseArchitecture& architecture, c10::Device device);

  const std::vector<std::string>& stages() const override { return stages_; }
  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override;
  const std::vector<NamedTensor>& parameters() const override { return parameters_; }
  const std::vector<NamedTensor>& buffers() const override { return buffers_; }
  void train(bool on) override { training_ = on; }
  bool is_training() const override { return training_; }
  BatchNormStatistics* batch_norm() override { return &statistics_; }

  std::string description() const override;
  int classes() const override { return architecture_.classes; }
  c10::Device device() const override { return device_; }
  // As torchvision's state dict.
  const std::vector<NamedTensor>& state() const override { return state_; }
  std::unique_ptr<Network> copy() const override;
  // Where a forward pass would keep more, every stage keeps its input alone and computes the rest
  // again. Results and statistics of batch norm are the same, bit for bit.
  void set_activation_budget(std::int64_t bytes) override { activation_budget_ = bytes; }

 private:
  struct Norm {
    at::Tensor gamma, beta, mean, variance, batches;
  };
  struct Layer {
    Norm norm1, norm2;
    at::Tensor conv1, conv2;
  };
  struct Transition {
    Norm norm;
    at::Tensor conv;
  };
  // A layer or a transition, by its place among those of its kind.
  struct Middle {
    bool is_layer = true;
    std::size_t index = 0;
  };

  at::Tensor parameter(const std::string& name, at::IntArrayRef shape);
  at::Tensor buffer(const std::string& name, const at::Tensor& tensor);
  Norm make_norm(const std::string& name, std::int64_t channels);
  void add_layer(const std::string& name, std::int64_t& channels);
  void add_transition(const std::string& name, std::int64_t& channels);
  at::Tensor activated(const Norm& norm, const at::Tensor& x, bool again) const;
  at::Tensor apply(const Layer& layer, const at::Tensor& x, bool again) const;
  at::Tensor apply(const Transition& transition, const at::Tensor& x, bool again) const;
  at::Tensor run_stage(std::size_t stage, const at::Tensor& x, bool again) const;
  // What a backward pass over these stages would keep, in bytes.
  std::int64_t kept_bytes(const at::Tensor& input, std::size_t first, std::size_t last) const;
  std::vector<at::Tensor> parameters_of(std::size_t stage) const;

  DenseArchitecture architecture_;
  c10::Device device_;
  bool training_ = false;
  Momentum statistics_;
  std::int64_t activation_budget_ = std::numeric_limits<std::int64_t>::max();
  std::vector<std::string> stages_;
  at::Tensor stem_;
  Norm stem_norm_, last_norm_;
  std::vector<Layer> layers_;
  std::vector<Transition> transitions_;
  std::vector<Middle> middle_;  // of stages 1, 2, ...
  at::Tensor head_weight_, head_bias_;
  std::vector<NamedTensor> state_, parameters_, buffers_;
};

}  // namespace remedy
