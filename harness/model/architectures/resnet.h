// Residual networks (He et al., CVPR 2016) with torchvision's structure and parameter names, so
// that its checkpoints load as they are.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/study/architectures.h"
#include "core/study/geometry.h"
#include "model/architectures/batch_norm.h"
#include "model/layers/residual_layers.h"
#include "model/network.h"

namespace remedy {

namespace packed {
enum class Then;
}

struct Architecture {
  std::string name = "resnet18";  // of core/study/architectures.h
  int classes = 1000;
  int base_width = 64;  // channels of the first stage; later stages have 2, 4 and 8 times as many
  Stem stem = {};
  StrideIn stride_in = StrideIn::k3x3;  // where there are bottlenecks
  double batch_norm_eps = kBatchNormEpsilon;
};

class ResNet final : public Network {
 public:
  // Weights are zero until they are copied into state(). Throws Error on an unknown name.
  ResNet(const Architecture& architecture, c10::Device device);

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
  std::unique_ptr<InferenceNetwork> fused_inference(Precision precision) const override;
  // Where a forward pass would keep more, every stage keeps its input alone and computes the rest
  // again. Results and statistics of batch norm are the same, bit for bit; it costs another forward
  // pass. At first: no bound.
  void set_activation_budget(std::int64_t bytes) override { activation_budget_ = bytes; }

  const Architecture& architecture() const { return architecture_; }
  // They share memory with the network.
  ResidualLayers layers() const {
    return {stem_, architecture_.stem.pooling, blocks_, head_weight_, head_bias_};
  }

 private:
  at::Tensor parameter(const std::string& name, at::IntArrayRef shape);
  at::Tensor buffer(const std::string& name, const at::Tensor& tensor);
  ConvNorm conv_norm(const std::string& conv, const std::string& norm, std::int64_t in,
                     std::int64_t out, std::int64_t kernel, std::int64_t stride);
  void add_blocks(int layer, const ResidualLayout& layout, std::int64_t& in);
  struct Pass {
    bool packed =
        false;  // activations between convolutions are those of model/layers/packed_layers.h
    bool again = false;  // the statistics of batch norm have taken in this input already
  };
  at::Tensor apply(ConvNorm& unit, const at::Tensor& x, packed::Then then, Pass pass) const;
  at::Tensor apply(ResidualBlock& block, const at::Tensor& x, Pass pass) const;
  at::Tensor run_stage(std::size_t stage, const at::Tensor& x, Pass pass);
  bool may_pack(const at::Tensor& input) const;
  // What a backward pass over these stages would keep, in bytes.
  std::int64_t kept_bytes(const at::Tensor& input, std::size_t first, std::size_t last) const;
  std::vector<at::Tensor> parameters_of(std::size_t stage) const;

  Architecture architecture_;
  c10::Device device_;
  bool training_ = false;
  Momentum statistics_;
  std::int64_t activation_budget_ = std::numeric_limits<std::int64_t>::max();
  std::vector<std::string> stages_;
  ConvNorm stem_;
  std::vector<ResidualBlock> blocks_;
  at::Tensor head_weight_, head_bias_;
  std::vector<NamedTensor> state_, parameters_, buffers_;
};

}  // namespace remedy
