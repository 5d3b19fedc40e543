// The least that a network can be: the mean of an image's channels, a layer, a head.
#pragma once

#include <ATen/ATen.h>

#include "model/network.h"

namespace remedy {

class TwoLayers : public Network {
 public:
  explicit TwoLayers(std::uint64_t seed) {
    at::manual_seed(seed);
    for (const auto& [name, shape] :
         std::vector<std::pair<std::string, std::vector<std::int64_t>>>{{"body.weight", {4, 3}},
                                                                        {"body.bias", {4}},
                                                                        {"head.weight", {5, 4}},
                                                                        {"head.bias", {5}}}) {
      state_.push_back({name, at::randn(shape).requires_grad_()});
    }
  }

  const std::vector<std::string>& stages() const override { return stages_; }
  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    at::Tensor x = input;
    for (std::size_t stage = first; stage < last; ++stage) {
      if (stage == 0) x = at::relu(at::linear(x.mean({2, 3}), state_[0].tensor, state_[1].tensor));
      if (stage == 1) x = x * 2;
      if (stage == 2) x = at::linear(x, state_[2].tensor, state_[3].tensor);
    }
    return x;
  }
  const std::vector<NamedTensor>& parameters() const override { return state_; }
  const std::vector<NamedTensor>& buffers() const override { return none_; }
  void train(bool on) override { training_ = on; }
  bool is_training() const override { return training_; }
  BatchNormStatistics* batch_norm() override { return nullptr; }

  std::string description() const override { return "two_layers with 5 classes"; }
  int classes() const override { return 5; }
  c10::Device device() const override { return c10::Device("cpu"); }
  const std::vector<NamedTensor>& state() const override { return state_; }
  std::unique_ptr<Network> copy() const override {
    auto other = std::make_unique<TwoLayers>(0);
    other->copy_from(*this);
    return other;
  }

 private:
  std::vector<std::string> stages_ = {"body", "scale", "head"};
  std::vector<NamedTensor> state_, none_;
  bool training_ = false;
};

}  // namespace remedy
