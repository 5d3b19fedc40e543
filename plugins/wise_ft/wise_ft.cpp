// WiSE-FT (Wortsman et al., CVPR 2022, arXiv 2109.01903): the weights (1 - alpha) theta0 +
// alpha theta1 between the baseline and a fine-tuned model, which a study names by `after:`.
// Interpolated batch-norm statistics fit neither end, hence the choice to estimate them anew.
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class WiseFt : public remedy::Remediation {
 public:
  explicit WiseFt(const remedy::Parameters& parameters)
      : alpha_(parameters.real("alpha")),
        recalibrate_(parameters.choice("batch_norm") == "recalibrate") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    remedy::interpolate(model, context.baseline(), alpha_);
    const at::Tensor images = context.training_data().images;
    if (recalibrate_ && alpha_ > 0) remedy::recalibrate_batch_norm(model, images, 0);
  }

 private:
  double alpha_;
  bool recalibrate_;
};

}  // namespace

REMEDY_REMEDIATION(
    WiseFt, "wise_ft", "1.0.0",
    "Averages the weights of the baseline and of the remediation that it comes after.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::predecessor,
    remedy::identity_at(
        0, remedy::real("alpha", 0.5, remedy::fraction,
                        "0: the baseline, 1: the remediated; the paper's where nothing is known")),
    remedy::choice("batch_norm", "raw", "raw|recalibrate",
                   "interpolated statistics, or statistics of the training images"));
