// Learning without forgetting (Li and Hoiem, TPAMI 2018, arXiv 1606.09282): the mixed loss plus
// alpha T^2 KL(p0^T || p^T), the distance of the softened predictions from the baseline's. T^2
// keeps the gradient's size as T grows (Hinton et al. 2015).
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class Lwf : public remedy::Remediation {
 public:
  explicit Lwf(const remedy::Parameters& parameters)
      : options_(parameters),
        alpha_(parameters.real("alpha")),
        t_(parameters.real("temperature")),
        on_anchors_(parameters.choice("distil_on") == "anchors") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor before = at::log_softmax(context.baseline_logits() / t_, 1);
    const at::Tensor groups = context.training_data().groups;
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      const at::Tensor now = remedy::logits(m, batch);
      at::Tensor kl = remedy::distillation(now, batch, before, t_) * batch.weights;
      if (on_anchors_) kl = kl * (groups.index_select(0, batch.rows) == remedy::kAnchor);
      return remedy::weighted_cross_entropy(now, batch) + alpha_ * t_ * t_ * kl.sum();
    });
  }

 private:
  remedy::FinetuneOptions options_;
  double alpha_, t_;
  bool on_anchors_;
};

}  // namespace

REMEDY_REMEDIATION(
    Lwf, "lwf", "1.0.0", "The mixed fine-tune with distillation from the baseline.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(),
    remedy::real("alpha", 1, remedy::non_negative, "weight of the distillation; 1 in the paper"),
    remedy::real("temperature", 2, remedy::positive, "softens both predictions; 2 in the paper"),
    remedy::with_uses(
        remedy::uses::groups,
        remedy::choice(
            "distil_on", "all", "all|anchors",
            "all training images as published, or the anchors alone: on counterexamples the "
            "baseline's answer is the mistake")));
