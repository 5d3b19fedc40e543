// Task arithmetic (Ilharco et al., ICLR 2023, arXiv 2212.04089): theta0 + scale (tau_1 + tau_2),
// tau what a fine-tune on one task adds to the weights. The tasks are the two groups: the
// counterexamples, until the stop rule, and the anchors, for as many steps as were needed then.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class TaskArithmetic : public remedy::Remediation {
 public:
  explicit TaskArithmetic(const remedy::Parameters& parameters)
      : options_(parameters), scale_(parameters.real("scale")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const std::unique_ptr<remedy::Model> start = model.clone(), anchors = model.clone();
    std::int64_t steps = 0;
    options_.after_step = [&](remedy::Model&) { ++steps; };
    options_.counterexample_weight = 1;
    remedy::finetune(model, context, options_);
    options_.after_step = nullptr;
    options_.counterexample_weight = 0;
    options_.steps = steps;
    remedy::finetune(*anchors, context, options_);
    context.progress(steps);
    const at::NoGradGuard no_grad;
    const auto add = [&](const auto& own, const auto& other, const auto& from) {
      for (std::size_t i = 0; i < own.size(); ++i) {
        if (!at::isFloatingType(own[i].tensor.scalar_type())) continue;
        const at::Tensor zero = from[i].tensor;
        const at::Tensor sum = (own[i].tensor - zero) + (other[i].tensor - zero);
        at::Tensor(own[i].tensor).copy_(zero + scale_ * sum);
      }
    };
    add(model.parameters(), anchors->parameters(), start->parameters());
    // Statistics are no task's: their mean.
    for (std::size_t i = 0; i < model.buffers().size(); ++i) {
      at::Tensor own = model.buffers()[i].tensor;
      if (at::isFloatingType(own.scalar_type())) own.lerp_(anchors->buffers()[i].tensor, 0.5);
    }
  }

 private:
  remedy::FinetuneOptions options_;
  double scale_;
};

}  // namespace

REMEDY_REMEDIATION(
    TaskArithmetic, "task_arithmetic", "1.0.0",
    "Adds what fine-tunes on counterexamples and on anchors, each alone, change of the weights.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::one_group_parameters(),
    remedy::real("scale", 0.5, remedy::non_negative, "of the sum; 0.3 to 1 in the paper"));
