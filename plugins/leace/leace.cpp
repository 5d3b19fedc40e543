// LEACE (Belrose et al., NeurIPS 2023, arXiv 2306.03819): the smallest change of the features, in
// the norm that their covariance gives, after which no linear probe can tell counterexamples from
// their originals. P = I - Sxx^{1/2} U U^T Sxx^{-1/2}, U the left singular vectors of
// Sxx^{-1/2} Sxz above a tolerance, and phi' = P phi + (I - P) mu. The head takes that in: W' = W
// P, b' = b + W (I - P) mu. With fewer images than features Sxx is shrunk linearly towards a
// multiple of the identity (Bodnar et al., J. Multivariate Analysis 2014). The authors' program
// mixes in an orthogonal projection where P would raise the trace of Sxx; that gives up the
// guarantee, and is not done here.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/head.h>
#include <remedy/remediation.h>

namespace {

// alpha S + (1 - alpha) (tr S / p) I with the alpha that is optimal as n and p grow: double [p, p].
at::Tensor shrunk(const at::Tensor& s, double n) {
  const double p = static_cast<double>(s.size(0)), trace = s.trace().item<double>();
  const double spread = s.square().sum().item<double>() - trace * trace / p;
  const double alpha = spread > 0 ? std::clamp(1 - trace * trace / n / spread, 0.0, 1.0) : 0;
  at::Tensor mixed = s * alpha;
  mixed.diagonal().add_((1 - alpha) * trace / p);
  return mixed;
}

class Leace : public remedy::Remediation {
 public:
  explicit Leace(const remedy::Parameters& p)
      : strength_(p.real("strength")), svd_tol_(p.real("svd_tol")), shrink_(p.flag("shrinkage")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const remedy::PairFeatures pairs = remedy::pair_features(model, context);
    const at::Tensor features = at::cat({pairs.changed, pairs.original});
    const auto n = static_cast<double>(features.size(0));
    const at::Tensor mu = features.mean(0), x = features - mu;
    at::Tensor z = at::full({x.size(0), 1}, -0.5, x.options());  // centred, of 1 and 0
    z.narrow(0, 0, pairs.changed.size(0)).fill_(0.5);
    const at::Tensor sxz = x.t().matmul(z) / (n - 1);
    const at::Tensor scatter = x.t().matmul(x);
    const at::Tensor sxx = shrink_ ? shrunk(scatter / n, n) : scatter / (n - 1);

    const auto [values, vectors] = at::linalg_eigh(sxx);
    const double smallest =
        values.max().item<double>() * static_cast<double>(x.size(1)) * 2.22e-16;  // as pinv's
    const at::Tensor zero = at::zeros_like(values);
    const at::Tensor root = at::where(values > smallest, values.clamp_min(0).sqrt(), zero);
    const at::Tensor inverse = at::where(root > 0, root.reciprocal(), zero);
    const at::Tensor whiten = (vectors * inverse).matmul(vectors.t());
    auto [u, s, v] = at::linalg_svd(whiten.matmul(sxz), /*full_matrices=*/false);
    u = u * (s > svd_tol_);
    // I - P = left right, of the rank of z.
    const at::Tensor left = (vectors * root).matmul(vectors.t()).matmul(u);
    const at::Tensor right = u.t().matmul(whiten);
    remedy::LinearHead head(model);
    const at::Tensor along = head.weight().matmul(left);  // [classes, 1]
    head.write(strength_, -along.matmul(right), along.matmul(right.matmul(mu)));
  }

 private:
  double strength_, svd_tol_;
  bool shrink_;
};

}  // namespace

REMEDY_REMEDIATION(
    Leace, "leace", "1.0.0",
    "Erases from the features what tells counterexamples from their originals, least squares.",
    remedy::uses::counterexamples | remedy::uses::pairs, remedy::needs::linear_head,
    remedy::identity_at(0, remedy::real("strength", 1, remedy::fraction,
                                        "share of the erasure that is made")),
    remedy::real("svd_tol", 0.01, remedy::positive,
                 "singular values of the whitened cross-covariance below this are left alone"),
    remedy::flag("shrinkage", true,
                 "of the covariance; without it fewer images than features leave it singular"));
