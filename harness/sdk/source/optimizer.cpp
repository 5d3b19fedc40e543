#include "remedy/optimizer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace remedy {
namespace {

std::unique_ptr<torch::optim::Optimizer> torch_optimizer(const std::vector<at::Tensor>& parameters,
                                                         const FinetuneOptions& options) {
  if (options.optimizer == "adam") {
    return std::make_unique<torch::optim::Adam>(
        parameters,
        torch::optim::AdamOptions(options.learning_rate).weight_decay(options.weight_decay));
  }
  if (options.optimizer == "adamw") {
    return std::make_unique<torch::optim::AdamW>(
        parameters,
        torch::optim::AdamWOptions(options.learning_rate).weight_decay(options.weight_decay));
  }
  return std::make_unique<torch::optim::SGD>(parameters,
                                             torch::optim::SGDOptions(options.learning_rate)
                                                 .momentum(options.momentum)
                                                 .weight_decay(options.weight_decay));
}

void set_rate(torch::optim::Optimizer& optimizer, double rate) {
  torch::optim::OptimizerOptions& options = optimizer.param_groups().front().options();
  if (auto* adam = dynamic_cast<torch::optim::AdamOptions*>(&options)) adam->lr(rate);
  if (auto* adamw = dynamic_cast<torch::optim::AdamWOptions*>(&options)) adamw->lr(rate);
  if (auto* sgd = dynamic_cast<torch::optim::SGDOptions*>(&options)) sgd->lr(rate);
}

void clip(const std::vector<at::Tensor>& parameters, double largest) {
  const at::NoGradGuard no_grad;
  double squares = 0;
  for (const at::Tensor& parameter : parameters) {
    if (!parameter.grad().defined()) continue;
    squares += parameter.grad().square().sum(at::kDouble).item<double>();
  }
  const double norm = std::sqrt(squares);
  if (!(norm > largest)) return;
  for (const at::Tensor& parameter : parameters) {
    if (parameter.grad().defined()) parameter.mutable_grad().mul_(largest / norm);
  }
}

}  // namespace

double rate_factor(const FinetuneOptions& options, std::int64_t step, std::int64_t steps) {
  if (step < options.warmup_steps) {
    return static_cast<double>(step + 1) / static_cast<double>(options.warmup_steps + 1);
  }
  if (!options.cosine) return 1;
  const std::int64_t left = std::max<std::int64_t>(steps - options.warmup_steps, 1);
  const double done = static_cast<double>(std::min(step - options.warmup_steps, left));
  return (1 + std::cos(std::acos(-1.0) * done / static_cast<double>(left))) / 2;
}

Optimizer::Optimizer(std::vector<at::Tensor> parameters, const FinetuneOptions& options,
                     std::int64_t steps)
    : parameters_(std::move(parameters)), options_(options), steps_(steps) {
  if (parameters_.empty()) throw std::invalid_argument("no parameter of the network is to move");
  optimizer_ = torch_optimizer(parameters_, options_);
}

Optimizer::~Optimizer() = default;

void Optimizer::step() {
  if (options_.clip_norm > 0) clip(parameters_, options_.clip_norm);
  const double factor = rate_factor(options_, done_++, steps_);
  if (factor != 1 || options_.warmup_steps > 0) {
    set_rate(*optimizer_, options_.learning_rate * factor);
  }
  optimizer_->step();
}

void Optimizer::zero_grad() { optimizer_->zero_grad(); }

}  // namespace remedy
