// A small network and a context for tests of what the SDK and the plugins do.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include <map>

#include "model/architectures/resnet.h"
#include "remedy/context.h"

namespace remedy {

inline std::unique_ptr<ResNet> make_network() {
  auto network =
      std::make_unique<ResNet>(Architecture{"resnet18", 5, 4, Stem::kSmall}, c10::Device("cpu"));
  const at::NoGradGuard no_grad;
  at::manual_seed(3);
  for (const NamedTensor& parameter : network->parameters()) {
    const bool matrix = parameter.tensor.dim() > 1;
    const bool bias = parameter.name.find("bias") != std::string::npos;
    if (matrix) {
      parameter.tensor.copy_(at::randn(parameter.tensor.sizes()).mul_(0.2));
    } else {
      parameter.tensor.fill_(bias ? 0.0 : 1.0);
    }
  }
  // Logits of unit size: predictions that are neither certain nor all alike.
  at::Tensor head = network->parameters()[network->parameters().size() - 2].tensor;
  head.div_(network->forward(at::randn({32, 3, 16, 16})).std());
  return network;
}

// Ten images of two groups, and a stop set that is recognised after so many probes.
class FakeContext : public Context {
 public:
  explicit FakeContext(std::int64_t max_steps, int reached_at = 1000000)
      : max_steps_(max_steps), reached_at_(reached_at) {
    at::manual_seed(7);
    data_.images = at::randn({10, 3, 16, 16}).contiguous(at::MemoryFormat::ChannelsLast);
    data_.labels = at::arange(10).remainder(5);
    data_.groups = (at::arange(10) >= 4).to(at::kLong);
    pairs_.originals = at::randn({4, 3, 16, 16});
    pairs_.masks = at::zeros({4, 1, 16, 16});
    pairs_.masks.narrow(3, 4, 8).fill_(1);
  }

  const TrainingData& training_data() override { return data_; }
  const Pairs& pairs() override { return pairs_; }
  Model& baseline() override { return *baseline_; }
  const std::vector<std::unique_ptr<Model>>& predecessors() override { return predecessors_; }
  at::Tensor baseline_logits() override {
    const at::NoGradGuard no_grad;
    return baseline_->forward(data_.images);
  }
  double stop_accuracy(Model& model) override {
    EXPECT_FALSE(model.is_training());
    return probes++ >= reached_at_ ? 1.0 : 0.0;
  }
  double stop_above() const override { return 0.9; }
  std::int64_t max_steps() const override { return max_steps_; }
  std::uint64_t seed() const override { return 0; }
  c10::Device device() const override { return c10::Device("cpu"); }
  Normalisation normalisation() const override {
    return {at::full({3, 1, 1}, 0.5), at::full({3, 1, 1}, 0.25)};
  }
  std::int64_t target_class() const override { return 0; }
  void progress(std::int64_t done, const std::string&) override { steps = done; }
  void log(const std::string& name, double value) override { logged[name].push_back(value); }

  TrainingData data_;
  Pairs pairs_;
  int probes = 0;
  std::int64_t steps = 0;
  std::vector<std::unique_ptr<Model>> predecessors_;
  std::map<std::string, std::vector<double>> logged;

 private:
  std::int64_t max_steps_;
  int reached_at_;
  std::unique_ptr<ResNet> baseline_ = make_network();
};

// Over all tensors of floats.
inline double largest_difference(const std::vector<NamedTensor>& one,
                                 const std::vector<NamedTensor>& other) {
  double largest = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (!at::isFloatingType(one[i].tensor.scalar_type())) continue;
    const double difference = (one[i].tensor - other[i].tensor).abs().max().item<double>();
    largest = std::max(largest, difference);
  }
  return largest;
}

}  // namespace remedy
