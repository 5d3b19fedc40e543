// L2-SP (Li, Grandvalet and Davoine, ICML 2018, arXiv 1802.01483): the mixed loss plus
// (beta / 2) ||theta - theta0||^2, which keeps the weights near the baseline's. The penalty is
// taken as a proximal step, so that no beta is too large for the learning rate.
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class L2Sp : public remedy::Remediation {
 public:
  explicit L2Sp(const remedy::Parameters& parameters)
      : options_(parameters), beta_(parameters.real("beta")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    options_.after_step = [&](remedy::Model& m) {
      remedy::pull_towards(m, context.baseline(), options_.learning_rate, beta_);
    };
    remedy::finetune(model, context, options_);
  }

 private:
  remedy::FinetuneOptions options_;
  double beta_;
};

}  // namespace

REMEDY_REMEDIATION(
    L2Sp, "l2_sp", "1.0.0",
    "The mixed fine-tune with a quadratic penalty towards the weights of the baseline.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(),
    remedy::real("beta", 0.1, remedy::non_negative,
                 "weight of the penalty; 0.1 is the middle of the range that Li et al. searched"));
