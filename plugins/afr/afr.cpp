// Automatic feature reweighting (Qiu et al., ICML 2023): only the head is refitted, images weighted
// by exp(-gamma p) over their class's count, p the baseline's probability of the label, with a
// penalty (lambda / 2) ||W - W0||^2 that keeps the head near the baseline's.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class Afr : public remedy::Remediation {
 public:
  explicit Afr(const remedy::Parameters& parameters)
      : options_(parameters), gamma_(parameters.real("gamma")), lambda_(parameters.real("lambda")) {
    options_.trained = remedy::Trained::kHead;
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor labels = context.training_data().labels;
    const at::Tensor p =
        at::softmax(context.baseline_logits(), 1).gather(1, labels.unsqueeze(1)).squeeze(1);
    const at::Tensor count = at::bincount(labels).index_select(0, labels).to(at::kFloat);
    const at::Tensor raw = at::exp(-gamma_ * p) / count;
    const at::Tensor weights = raw / raw.sum();
    options_.after_step = [&](remedy::Model& m) {
      remedy::pull_towards(m, context.baseline(), options_.learning_rate, lambda_, {},
                           remedy::Trained::kHead);
    };
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      return remedy::weighted_cross_entropy(remedy::logits(m, batch),
                                            remedy::reweighted(batch, weights));
    });
  }

 private:
  remedy::FinetuneOptions options_;
  double gamma_, lambda_;
};

}  // namespace

REMEDY_REMEDIATION(
    Afr, "afr", "1.0.0",
    "Refits the head with images weighted by how wrong the baseline is on them.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::without(remedy::head_parameters(), {"counterexample_weight"}),  // it has its own
    remedy::real(
        "gamma", 4, remedy::non_negative,
        "how much more an image counts that the baseline gets wrong; the paper's range is 4 to 20"),
    remedy::real("lambda", 0, remedy::non_negative, "weight of the penalty towards the old head"));
