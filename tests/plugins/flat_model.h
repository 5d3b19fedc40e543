// A network whose features are its images, for figures that a few lines of Python can make too.
#pragma once

#include "sdk/fake_context.h"

namespace remedy {

// double [rows, columns] of float values. The same integers as value() in parity.py.
inline at::Tensor flat_values(std::int64_t rows, std::int64_t columns, std::int64_t salt) {
  const at::Tensor i = at::arange(rows).unsqueeze(1), j = at::arange(columns);
  const at::Tensor digits = (37 * i + 61 * j + 13 * i * j + salt).remainder(23);
  return digits.to(at::kDouble) / 8 - 1;
}

class FlatModel final : public Model {
 public:
  const std::vector<std::string>& stages() const override { return stages_; }
  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    at::Tensor x = input;
    if (first == 0 && last > 0) x = x.flatten(1);
    return last > 1 ? at::linear(x, state_[0].tensor, state_[1].tensor) : x;
  }
  const std::vector<NamedTensor>& parameters() const override { return state_; }
  const std::vector<NamedTensor>& buffers() const override { return none_; }
  void train(bool on) override { training_ = on; }
  bool is_training() const override { return training_; }
  BatchNormStatistics* batch_norm() override { return nullptr; }
  std::unique_ptr<Model> clone() const override {
    auto other = std::make_unique<FlatModel>();
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < state_.size(); ++i) {
      other->state_[i].tensor.copy_(state_[i].tensor);
    }
    return other;
  }

 private:
  std::vector<std::string> stages_ = {"body", "head"};
  std::vector<NamedTensor> none_;
  std::vector<NamedTensor> state_ = {
      {"head.weight", flat_values(5, 6, 5).to(at::kFloat).requires_grad_()},
      {"head.bias", flat_values(1, 5, 9)[0].to(at::kFloat).requires_grad_()}};
  bool training_ = false;
};

// Ten counterexamples of class 1 with their originals, and four anchors of classes 0, 2, 3 and 4.
class FlatContext : public FakeContext {
 public:
  FlatContext() : FakeContext(/*max_steps=*/3) {
    const at::Tensor scale = at::tensor({1, 2, 4, 1, 2, 4}, at::kDouble);
    const auto images = [&](std::int64_t rows, std::int64_t salt) {
      return (flat_values(rows, 6, salt) * scale).to(at::kFloat).view({rows, 3, 1, 2});
    };
    data_.images = at::cat({images(10, 2), images(4, 11)});
    data_.labels = at::tensor({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 3, 4}, at::kLong);
    data_.groups = (at::arange(14) >= 10).to(at::kLong);
    pairs_.originals = images(10, 17);
    pairs_.masks = at::ones({10, 1, 1, 2});
  }

  Model& baseline() override { return theta_; }
  at::Tensor baseline_logits() override {
    const at::NoGradGuard no_grad;
    return FlatModel().forward(data_.images);
  }
  // Of the counterexamples, as a stop set would have it.
  double stop_accuracy(Model& model) override {
    const at::NoGradGuard no_grad;
    const at::Tensor logits = model.forward(data_.images.slice(0, 0, 10));
    return (logits.argmax(1) == 1).to(at::kDouble).mean().item<double>();
  }
  double stop_above() const override { return above; }
  std::int64_t target_class() const override { return 1; }

  double above = 0.9;

 private:
  FlatModel theta_;
};

}  // namespace remedy
