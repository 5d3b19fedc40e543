#include "remedy/weights.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <stdexcept>

namespace remedy {

std::vector<NamedTensor> trained_parameters(const Model& model, Trained trained) {
  if (trained == Trained::kAll) return model.parameters();
  const std::string head = model.stages().back() + ".";
  std::vector<NamedTensor> chosen;
  for (const NamedTensor& parameter : model.parameters()) {
    const bool in_head = parameter.name.compare(0, head.size(), head) == 0;
    if (in_head == (trained == Trained::kHead)) chosen.push_back(parameter);
  }
  return chosen;
}

at::Tensor extract_features(Model& model, const at::Tensor& images, std::int64_t batch) {
  const at::NoGradGuard no_grad;
  const bool was_training = model.is_training();
  model.eval();
  std::vector<at::Tensor> parts;
  for (const at::Tensor& part : images.split(batch)) parts.push_back(model.features(part));
  model.train(was_training);
  return at::cat(parts);
}

void pull_towards(Model& model, const Model& reference, double rate, double strength,
                  const std::vector<at::Tensor>& importance, Trained trained) {
  const at::NoGradGuard no_grad;
  const std::vector<NamedTensor> own = trained_parameters(model, trained);
  const std::vector<NamedTensor> other = trained_parameters(reference, trained);
  if (!importance.empty() && importance.size() != own.size()) {
    throw std::invalid_argument("pull_towards: one importance for each parameter");
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    at::Tensor theta = own[i].tensor;
    const at::Tensor away = theta - other[i].tensor;
    if (importance.empty()) {
      const double x = rate * strength;
      theta.sub_(away * (x / (1 + x)));
    } else {
      const at::Tensor x = (importance[i] * (rate * strength)).clamp_max(1e30);
      theta.sub_(away * (x / (1 + x)));
    }
  }
}

std::vector<at::Tensor> fisher_diagonal(Model& model, const at::Tensor& images,
                                        std::int64_t draws) {
  const bool was_training = model.is_training();
  model.eval();
  std::vector<at::Tensor> fisher;
  for (const NamedTensor& parameter : model.parameters()) {
    fisher.push_back(at::zeros_like(parameter.tensor, at::TensorOptions().requires_grad(false)));
    parameter.tensor.mutable_grad().reset();
  }
  const std::int64_t n = images.size(0);
  for (std::int64_t i = 0; i < n * draws; ++i) {
    const at::Tensor log_probability =
        at::log_softmax(model.forward(images.narrow(0, i % n, 1)), 1).squeeze(0);
    const at::Tensor y = at::multinomial(log_probability.detach().exp(), 1);
    log_probability.index_select(0, y).sum().backward();
    const at::NoGradGuard no_grad;
    for (std::size_t k = 0; k < fisher.size(); ++k) {
      at::Tensor theta = model.parameters()[k].tensor;
      if (!theta.grad().defined()) continue;
      fisher[k].addcmul_(theta.grad(), theta.grad(), 1.0 / static_cast<double>(n * draws));
      theta.mutable_grad().reset();
    }
  }
  model.train(was_training);
  return fisher;
}

void interpolate(Model& model, const Model& reference, double alpha) {
  const at::NoGradGuard no_grad;
  if (alpha == 1) return;
  const auto mix = [alpha](const std::vector<NamedTensor>& own,
                           const std::vector<NamedTensor>& other) {
    for (std::size_t i = 0; i < own.size(); ++i) {
      at::Tensor theta = own[i].tensor;
      if (alpha == 0) {
        theta.copy_(other[i].tensor);
      } else if (at::isFloatingType(theta.scalar_type())) {
        theta.mul_(alpha).add_(other[i].tensor, 1 - alpha);
      }
    }
  };
  mix(model.parameters(), reference.parameters());
  mix(model.buffers(), reference.buffers());
}

}  // namespace remedy
