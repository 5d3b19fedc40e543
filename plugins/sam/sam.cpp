// Sharpness-aware minimisation (Foret et al., ICLR 2021, arXiv 2010.01412): every step follows the
// gradient at W + rho g / |g|, where the loss is worst nearby, so that it ends in flat places.
// Running statistics follow the first of the two passes alone.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/stopping.h>
#include <remedy/trainer.h>

#include <cmath>

namespace {

class Sam : public remedy::Remediation {
 public:
  explicit Sam(const remedy::Parameters& parameters)
      : options_(parameters), rho_(parameters.real("rho")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    remedy::Trainer trainer(model, context, options_);
    const auto loss = [](remedy::Model& m, const remedy::Batch& batch) {
      return remedy::weighted_cross_entropy(remedy::logits(m, batch), batch);
    };
    remedy::until_stop(model, context, [&](std::int64_t) {
      const double value = trainer.gradients(loss);
      const std::vector<at::Tensor> here = climb(trainer.trained());
      trainer.gradients(loss, /*statistics=*/false);
      const at::NoGradGuard no_grad;
      for (std::size_t i = 0; i < here.size(); ++i) trainer.trained()[i].tensor.copy_(here[i]);
      trainer.update();
      return value;
    });
  }

 private:
  // Moves the parameters by rho along their gradient, and returns where they were.
  std::vector<at::Tensor> climb(const std::vector<remedy::NamedTensor>& parameters) const {
    const at::NoGradGuard no_grad;
    // On the device: it is waited for once, not once a parameter.
    at::Tensor squares = at::zeros({}, parameters.front().tensor.options().dtype(at::kDouble));
    for (const auto& one : parameters) squares += one.tensor.grad().square().sum();
    const double length = rho_ / (std::sqrt(squares.item<double>()) + 1e-12);
    std::vector<at::Tensor> here;
    for (const auto& one : parameters) {
      here.push_back(one.tensor.clone());
      at::Tensor(one.tensor).add_(one.tensor.grad(), length);
    }
    return here;
  }

  remedy::FinetuneOptions options_;
  double rho_;
};

}  // namespace

REMEDY_REMEDIATION(
    Sam, "sam", "1.0.0", "The mixed fine-tune along the gradient of the worst place nearby.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(), remedy::schedule_parameters(),
    remedy::real("rho", 0.05, remedy::non_negative,
                 "how far away the gradient is taken; 0.05 in the paper, 0: the plain fine-tune"));
