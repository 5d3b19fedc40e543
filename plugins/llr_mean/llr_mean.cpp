// The least that counterexamples can teach, with nothing trained: the target's row of the head
// moves along the difference of two class means, as in a nearest-mean classifier (prototypes; Snell
// et al., NeurIPS 2017, arXiv 1703.05175). w_target += gamma (mean phi of the counterexamples -
// mean phi of what they were taken for): of the anchors of the classes that the baseline sees in
// them, each by how often; of all anchors where none of these classes was drawn. What a method
// gains over this is what training is for.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/head.h>
#include <remedy/remediation.h>
#include <remedy/stopping.h>
#include <remedy/weights.h>

namespace {

class LlrMean : public remedy::Remediation {
 public:
  explicit LlrMean(const remedy::Parameters& p) : gamma_(p.optional_real("gamma")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const remedy::TrainingData& data = context.training_data();
    const at::Tensor rows = remedy::rows_of(data, remedy::kCounterexample);
    const at::Tensor anchors = remedy::rows_of(data, remedy::kAnchor);
    const at::Tensor taken_for = context.baseline_logits().argmax(1).index_select(0, rows);
    const at::Tensor labels = data.labels.index_select(0, anchors);
    at::Tensor counts =
        (taken_for.unsqueeze(1) == labels.unsqueeze(0)).sum(0).to(at::kDouble);  // [anchors]
    if (counts.sum().item<double>() == 0) counts = at::ones_like(counts);

    const at::Tensor features = remedy::extract_features(model, data.images).to(at::kDouble);
    const at::Tensor there = features.index_select(0, rows).mean(0);
    const at::Tensor here = counts.matmul(features.index_select(0, anchors)) / counts.sum();
    remedy::LinearHead head(model);
    at::Tensor change = at::zeros_like(head.weight());
    change[context.target_class()] = there - here;
    const auto set = [&](double gamma) { head.write(gamma, change, at::zeros_like(head.bias())); };
    if (gamma_) return set(*gamma_);
    remedy::smallest_strength(model, context, set);
  }

 private:
  std::optional<double> gamma_;
};

}  // namespace

REMEDY_REMEDIATION(
    LlrMean, "llr_mean", "1.0.0",
    "Adds a difference of two means to the target's row of the head: the least that can be "
    "learned.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups |
        remedy::uses::stop,
    remedy::needs::linear_head,
    remedy::identity_at(
        0, remedy::optional_real("gamma", remedy::non_negative,
                                 "how far the row moves; null: the least that meets the rule")));
