// Vision transformers (Dosovitskiy et al., ICLR 2021) with torchvision's structure and parameter
// names, so that its checkpoints load as they are.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/study/architectures.h"
#include "model/network.h"

namespace remedy {

struct TransformerArchitecture {
  std::string name = "vit_b_16";
  TransformerLayout layout;
  int classes = 1000;
  int pixels = 224;  // along a side of the images, a multiple of layout.patch
};

// Its stages are "patches", one for each layer, "encoder.ln", which keeps the class's token alone,
// and "heads.head". Between the first ones are tokens, float [n, 1 + patches, width]. There is no
// batch norm, and dropout, which torchvision's have at rate 0, is left out: training and evaluation
// compute the same.
class VisionTransformer final : public Network {
 public:
  // Weights are zero until they are copied into state().
  VisionTransformer(const TransformerArchitecture& architecture, c10::Device device);

  const std::vector<std::string>& stages() const override { return stages_; }
  // Throws Error where images are of another size than the network has positions for.
  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override;
  const std::vector<NamedTensor>& parameters() const override { return state_; }
  const std::vector<NamedTensor>& buffers() const override { return buffers_; }
  void train(bool on) override { training_ = on; }
  bool is_training() const override { return training_; }
  BatchNormStatistics* batch_norm() override { return nullptr; }

  std::string description() const override;
  int classes() const override { return architecture_.classes; }
  c10::Device device() const override { return device_; }
  // As torchvision's state dict.
  const std::vector<NamedTensor>& state() const override { return state_; }
  std::unique_ptr<Network> copy() const override;
  // Where a forward pass would keep more, every layer keeps its input alone and computes the rest
  // again. Results are the same, bit for bit.
  void set_activation_budget(std::int64_t bytes) override { activation_budget_ = bytes; }

 private:
  struct Affine {
    at::Tensor weight, bias;
  };
  struct Layer {
    Affine norm_before_attention;
    Affine queries_keys_values;  // weight: [3 width, width], rows of queries first
    Affine attention_out;
    Affine norm_before_perceptron;
    Affine inner, outer;
  };

  at::Tensor parameter(const std::string& name, at::IntArrayRef shape);
  Affine affine(const std::string& name, at::IntArrayRef weight);
  Layer make_layer(const std::string& name);
  at::Tensor normalised(const at::Tensor& x, const Affine& norm) const;
  at::Tensor tokens(const at::Tensor& images) const;
  at::Tensor attend(const at::Tensor& x, const Layer& layer) const;
  at::Tensor apply(const Layer& layer, const at::Tensor& x) const;
  at::Tensor run_stage(std::size_t stage, const at::Tensor& x) const;
  // What a backward pass would keep of a layer, in bytes for an image.
  std::int64_t kept_bytes_of_layer() const;
  static std::vector<at::Tensor> parameters_of(const Layer& layer);

  TransformerArchitecture architecture_;
  c10::Device device_;
  bool training_ = false;
  std::int64_t activation_budget_ = std::numeric_limits<std::int64_t>::max();
  std::vector<std::string> stages_;
  at::Tensor class_token_, positions_;  // [1, 1, width] and [1, 1 + patches, width]
  Affine patches_, norm_, head_;
  std::vector<Layer> layers_;
  std::vector<NamedTensor> state_, buffers_;
};

}  // namespace remedy
