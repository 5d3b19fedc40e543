// Focal distillation (Yan et al., CVPR 2021, arXiv 2011.09161), made to lower negative flips: the
// distance from the baseline's predictions counts alpha + beta [baseline correct] for each image,
// so that what was right is held hardest.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class FocalDistillation : public remedy::Remediation {
 public:
  explicit FocalDistillation(const remedy::Parameters& parameters)
      : options_(parameters),
        weight_(parameters.real("weight")),
        alpha_(parameters.real("alpha")),
        beta_(parameters.real("beta")),
        t_(parameters.real("temperature")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor scores = context.baseline_logits();
    const at::Tensor correct = scores.argmax(1) == context.training_data().labels;
    const at::Tensor focus = alpha_ + beta_ * correct.to(at::kFloat);
    const at::Tensor before = at::log_softmax(scores / t_, 1);
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      const at::Tensor now = remedy::logits(m, batch);
      const at::Tensor kl = remedy::distillation(now, batch, before, t_);
      const at::Tensor held = (kl * focus.index_select(0, batch.rows) * batch.weights).sum();
      return remedy::weighted_cross_entropy(now, batch) + weight_ * t_ * t_ * held;
    });
  }

 private:
  remedy::FinetuneOptions options_;
  double weight_, alpha_, beta_, t_;
};

}  // namespace

REMEDY_REMEDIATION(
    FocalDistillation, "focal_distillation", "1.0.0",
    "The mixed fine-tune with distillation that holds most what the baseline had right.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(),
    remedy::real("weight", 1, remedy::non_negative, "weight of the whole distillation"),
    remedy::real("alpha", 1, remedy::non_negative, "focus on every image"),
    remedy::real("beta", 5, remedy::non_negative,
                 "further focus on images that the baseline has right"),
    remedy::real("temperature", 2, remedy::positive, "softens both predictions"));
