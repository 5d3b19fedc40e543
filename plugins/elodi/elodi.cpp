// Large logit displacements, held down: of ELODI (Zhao et al., arXiv 2205.06265), which lowers
// negative flips, the loss. Every logit may move from the baseline's by xi for free; what it moves
// further costs weight * mean_c max(0, |z_c - z0_c| - xi)^p. A relative of lwf that leaves small
// changes alone. Their ensemble of baselines is one baseline here.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class Elodi : public remedy::Remediation {
 public:
  explicit Elodi(const remedy::Parameters& parameters)
      : options_(parameters),
        weight_(parameters.real("weight")),
        xi_(parameters.real("xi")),
        power_(parameters.real("power")),
        on_anchors_(parameters.choice("hold") == "anchors") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor before = context.baseline_logits();
    const at::Tensor groups = context.training_data().groups;
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      const at::Tensor now = remedy::logits(m, batch);
      const at::Tensor away = (now - before.index_select(0, batch.rows)).abs() - xi_;
      at::Tensor large = away.clamp_min(0).pow(power_).mean(1) * batch.weights;
      if (on_anchors_) large = large * (groups.index_select(0, batch.rows) == remedy::kAnchor);
      return remedy::weighted_cross_entropy(now, batch) + weight_ * large.sum();
    });
  }

 private:
  remedy::FinetuneOptions options_;
  double weight_, xi_, power_;
  bool on_anchors_;
};

}  // namespace

REMEDY_REMEDIATION(Elodi, "elodi", "1.0.0",
                   "The mixed fine-tune with a penalty on logits that move far.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop |
                       remedy::uses::groups,
                   remedy::finetune_parameters(),
                   remedy::real("weight", 1, remedy::non_negative, "weight of the penalty"),
                   remedy::real("xi", 1, remedy::non_negative, "how far a logit may move for free"),
                   remedy::real("power", 2, remedy::at_least(1), "of what it moves further"),
                   remedy::choice("hold", "anchors", "all|anchors",
                                  "whose logits: on counterexamples they have to move"));
