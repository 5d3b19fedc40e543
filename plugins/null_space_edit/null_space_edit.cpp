// AlphaEdit (Fang et al., ICLR 2025, arXiv 2410.02355) on the head: the change of its weight lies
// in the null space of the anchors' features, so that their logits stay what they are. K0 holds
// these features, P projects on the eigenvectors of K0 K0^T with small eigenvalues, and Delta =
// R K^T P (K K^T P + lambda I)^{-1} with K the features of the counterexamples and R the wanted
// minus the present logits. Computed as R (K^T P K + lambda I)^{-1} K^T P, the same matrix from a
// system of as many equations as counterexamples. The paper's thresholds are absolute; here both
// are relative, since features have no unit. Once there are as many anchors as features, the
// threshold alone makes room.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/head.h>
#include <remedy/remediation.h>
#include <remedy/weights.h>

namespace {

class NullSpaceEdit : public remedy::Remediation {
 public:
  explicit NullSpaceEdit(const remedy::Parameters& p)
      : threshold_(p.real("threshold")), lambda_(p.real("lambda")), margin_(p.real("margin")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const remedy::TrainingData& data = context.training_data();
    const at::Tensor rows = remedy::rows_of(data, remedy::kCounterexample);
    const at::Tensor features = remedy::extract_features(model, data.images).to(at::kDouble);
    const at::Tensor anchors = features.index_select(0, remedy::rows_of(data, remedy::kAnchor));
    const auto [values, vectors] = at::linalg_eigh(anchors.t().matmul(anchors));
    const double limit = threshold_ * values.max().item<double>();
    const at::Tensor null = vectors * (values.clamp_min(0) < limit);  // P = null null^T

    const at::Tensor keys = features.index_select(0, rows);  // K^T
    const at::Tensor free = keys.matmul(null).matmul(null.t());
    at::Tensor system = free.matmul(keys.t());
    const double size = system.diagonal().mean().item<double>();
    if (size <= 0) return;  // no room
    system.diagonal().add_(lambda_ * size);
    remedy::LinearHead head(model);
    const at::Tensor missing =
        wanted(keys.matmul(head.weight().t()) + head.bias(), data.labels.index_select(0, rows));
    const at::Tensor change = missing.t().matmul(at::linalg_solve(system, free));
    head.write(1, change, at::zeros_like(head.bias()));
  }

 private:
  // What has to be added to `logits` (double [n, classes]) for the label's to lead by the margin.
  at::Tensor wanted(const at::Tensor& logits, const at::Tensor& labels) const {
    const at::Tensor column = labels.unsqueeze(1);
    const at::Tensor others = logits.scatter(1, column, -1e30).amax(1, /*keepdim=*/true);
    const at::Tensor gap = (others + margin_ - logits.gather(1, column)).clamp_min(0);
    return at::zeros_like(logits).scatter(1, column, gap);
  }

  double threshold_, lambda_, margin_;
};

}  // namespace

REMEDY_REMEDIATION(
    NullSpaceEdit, "null_space_edit", "1.0.0",
    "Teaches the head the counterexamples in directions that the anchors' features do not have.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups,
    remedy::needs::linear_head,
    remedy::identity_at(
        0, remedy::real("threshold", 1e-4, remedy::fraction,
                        "eigenvalues below this share of the largest count as null; 0: none do")),
    remedy::real("lambda", 0.01, remedy::positive,
                 "ridge of the edit, as a share of the mean squared length of its keys"),
    remedy::real("margin", 2, remedy::non_negative,
                 "by which the label's logit is to lead on a counterexample"));
