// Task arithmetic (Ilharco et al., ICLR 2023, arXiv 2212.04089): theta0 + scale (tau_1 + tau_2),
// tau what a fine-tune on one task adds to the weights. The tasks are the two groups: the
// counterexamples, until the stop rule, and the anchors, for as many steps as were needed then.
// Where a study names several remediations by `after:`, these are the tasks and nothing is trained.
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
    const auto& given = context.predecessors();
    if (given.size() > 1) {
      std::vector<const remedy::Model*> tasks;
      for (const auto& one : given) tasks.push_back(one.get());
      return add(model, context.baseline(), tasks);
    }
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
    add(model, *start, {&model, anchors.get()});
  }

 private:
  // `model` may be one of the tasks.
  void add(remedy::Model& model, const remedy::Model& start,
           const std::vector<const remedy::Model*>& tasks) const {
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < model.parameters().size(); ++i) {
      const at::Tensor zero = start.parameters()[i].tensor;
      at::Tensor sum = at::zeros_like(zero);
      for (const remedy::Model* task : tasks) sum += task->parameters()[i].tensor - zero;
      at::Tensor(model.parameters()[i].tensor).copy_(zero + scale_ * sum);
    }
    // Statistics are no task's: their mean.
    for (std::size_t i = 0; i < model.buffers().size(); ++i) {
      at::Tensor mean = model.buffers()[i].tensor;
      mean.copy_(tasks.front()->buffers()[i].tensor);
      if (!at::isFloatingType(mean.scalar_type())) continue;
      for (std::size_t t = 1; t < tasks.size(); ++t) {
        mean.lerp_(tasks[t]->buffers()[i].tensor, 1.0 / static_cast<double>(t + 1));
      }
    }
  }

  remedy::FinetuneOptions options_;
  double scale_;
};

}  // namespace

REMEDY_REMEDIATION(
    TaskArithmetic, "task_arithmetic", "1.0.0",
    "Adds what fine-tunes on counterexamples and on anchors, each alone, change of the weights.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups |
        remedy::uses::stop | remedy::uses::predecessors,
    remedy::one_group_parameters(),
    remedy::real("scale", 0.5, remedy::non_negative, "of the sum; 0.3 to 1 in the paper"));
