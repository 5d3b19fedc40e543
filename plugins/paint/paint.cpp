// PAINT (Ilharco et al., NeurIPS 2022, arXiv 2208.05592): fine-tunes all but the head, which keeps
// the old classes' place, then interpolates: (1 - alpha) theta0 + alpha theta1.
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class Paint : public remedy::Remediation {
 public:
  explicit Paint(const remedy::Parameters& parameters)
      : options_(parameters), alpha_(parameters.real("alpha")) {
    options_.trained = remedy::Trained::kFeatures;
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    remedy::finetune(model, context, options_);
    remedy::interpolate(model, context.baseline(), alpha_);
    if (options_.batch_norm == remedy::BatchNorm::kRecalibrate && alpha_ > 0) {
      remedy::recalibrate_batch_norm(model, context.training_data().images, options_.micro_batch);
    }
  }

 private:
  remedy::FinetuneOptions options_;
  double alpha_;
};

}  // namespace

REMEDY_REMEDIATION(
    Paint, "paint", "1.0.0",
    "Fine-tunes with the head frozen, then interpolates with the baseline.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(),
    remedy::identity_at(
        0, remedy::real("alpha", 0.5, remedy::fraction,
                        "0: the baseline, 1: the fine-tuned; best chosen on data of both kinds")));
