// P-ClArC (Anders et al., Information Fusion 2022, arXiv 1912.11425) at the last features: the part
// of them along the cue is put back to what it is on ordinary images, phi' = phi + (m - v.phi) v
// with m the mean of v.phi over the originals. The head is linear, so it can take that in: W' =
// W (I - v v^T), b' = b + m W v. v is the cue's activation vector, a unit vector: the pattern
// cov(phi, t) / var(t) of Pahde et al. (arXiv 2202.03482), t = 1 on a counterexample and 0 on its
// original, or the weights of a ridge regression of t. Further directions, rank of them in all,
// are the principal ones of what is left of the pairs' differences.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/head.h>
#include <remedy/remediation.h>

namespace {

constexpr double kNothing = 1e-9;  // of the pairs' differences: what is left is rounding

class CueProjection : public remedy::Remediation {
 public:
  explicit CueProjection(const remedy::Parameters& p)
      : strength_(p.real("strength")),
        rank_(p.integer("rank")),
        ridge_(p.choice("cav") == "ridge"),
        penalty_(p.real("penalty")),
        target_alone_(p.choice("rows") == "target") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const remedy::PairFeatures pairs = remedy::pair_features(model, context);
    remedy::LinearHead head(model);
    const at::Tensor v = directions(pairs);  // [d, rank]
    at::Tensor along = head.weight().matmul(v);
    if (target_alone_) {
      const at::Tensor chosen = at::zeros({along.size(0), 1}, along.options());
      for (const std::int64_t c : context.target_classes()) chosen[c] = 1;
      along = along * chosen;
    }
    const at::Tensor m = pairs.original.mean(0).matmul(v);
    head.write(strength_, -along.matmul(v.t()), along.matmul(m));
  }

 private:
  // double [d, rank], orthonormal; fewer where the pairs differ in fewer directions.
  at::Tensor directions(const remedy::PairFeatures& pairs) const {
    at::Tensor difference = pairs.changed - pairs.original;
    const double least = kNothing * difference.norm().item<double>();
    std::vector<at::Tensor> found;
    for (std::int64_t i = 0; i < rank_; ++i) {
      if (difference.norm().item<double>() <= least) break;
      at::Tensor v;
      if (i > 0) {
        v = std::get<2>(at::linalg_svd(difference, /*full_matrices=*/false))[0];
      } else {
        v = ridge_ ? ridge_vector(pairs) : difference.mean(0);
      }
      v = v / v.norm().clamp_min(1e-300);
      difference = difference - at::outer(difference.matmul(v), v);
      found.push_back(v);
    }
    return found.empty() ? difference.new_zeros({difference.size(1), 1}) : at::stack(found, 1);
  }

  // argmin |X v - t|^2 + penalty |v|^2 on centred features and t, by the kernel trick.
  at::Tensor ridge_vector(const remedy::PairFeatures& pairs) const {
    const at::Tensor all = at::cat({pairs.changed, pairs.original});
    const at::Tensor x = all - all.mean(0);
    const std::int64_t n = pairs.changed.size(0);
    at::Tensor t = at::full({2 * n, 1}, -0.5, x.options());
    t.narrow(0, 0, n).fill_(0.5);
    at::Tensor kernel = x.matmul(x.t());
    kernel.diagonal().add_(penalty_ * kernel.diagonal().mean());
    return x.t().matmul(at::linalg_solve(kernel, t)).squeeze(1);
  }

  double strength_;
  std::int64_t rank_;
  bool ridge_;
  double penalty_;
  bool target_alone_;
};

}  // namespace

REMEDY_REMEDIATION(
    CueProjection, "cue_projection", "1.0.0",
    "Takes the cue's direction out of the features, folded into the head; from pairs.",
    remedy::uses::counterexamples | remedy::uses::pairs, remedy::needs::linear_head,
    remedy::identity_at(0, remedy::real("strength", 1, remedy::fraction,
                                        "share of the projection that is made")),
    remedy::integer("rank", 1, remedy::at_least(0), "directions that are taken out"),
    remedy::choice("cav", "signal", "signal|ridge",
                   "the first direction: the pattern of the cue, or a regression's weights"),
    remedy::real("penalty", 0.1, remedy::positive,
                 "of the ridge regression, as a share of the mean squared length of the features"),
    remedy::choice("rows", "all", "all|target",
                   "whose logits lose the cue: those of all classes, or of the target's alone"));
