// SpuFix (Neuhaus et al., ICCV 2023, arXiv 2212.04871), the part of it that is linear. For the
// target k, psi = w_k * phi elementwise, so that the logit is sum(psi) + b_k. Principal components
// v_l of psi over the class's images split it exactly: beta_l = <v_l, psi - mu> sum(v_l). The
// components that carry the cue are taken out, logit_k -= sum_l beta_l, which a head can take in:
// w_k' = w_k * (1 - sum_l s_l v_l), b_k' = b_k + sum_l s_l <v_l, mu>, s_l = sum(v_l). The paper
// picks components by eye and takes out their positive part alone, against images that are taken
// for the class by the cue. Here they are those whose beta_l falls most from the originals to the
// counterexamples, and mu is the originals' mean: what is taken out is put back at its usual value.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/head.h>
#include <remedy/remediation.h>

namespace {

class SpufixLinear : public remedy::Remediation {
 public:
  explicit SpufixLinear(const remedy::Parameters& p)
      : strength_(p.real("strength")), components_(p.integer("components")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const remedy::PairFeatures pairs = remedy::pair_features(model, context);
    remedy::LinearHead head(model);
    const std::int64_t k = context.target_class();
    const at::Tensor w = head.weight()[k];
    const at::Tensor original = pairs.original * w, changed = pairs.changed * w;
    const at::Tensor all = at::cat({changed, original});
    const auto [u, size, vt] = at::linalg_svd(all - all.mean(0), /*full_matrices=*/false);
    const at::Tensor v = vt * (size > 1e-9 * size.max()).unsqueeze(1);  // [components, d]
    const at::Tensor s = v.sum(1);
    // How much each component lowers the logit of a counterexample, on average.
    const at::Tensor fall = v.matmul(original.mean(0) - changed.mean(0)) * s;
    const at::Tensor chosen =
        fall.argsort(0, /*descending=*/true).narrow(0, 0, std::min(components_, fall.size(0)));
    const at::Tensor kept = chosen.masked_select(fall.index_select(0, chosen) > 0);
    const at::Tensor taken = s.index_select(0, kept).matmul(v.index_select(0, kept));  // [d]

    at::Tensor weight_change = at::zeros_like(head.weight());
    at::Tensor bias_change = at::zeros_like(head.bias());
    weight_change[k] = -w * taken;
    bias_change[k] = taken.dot(original.mean(0));
    head.write(strength_, weight_change, bias_change);
  }

 private:
  double strength_;
  std::int64_t components_;
};

}  // namespace

REMEDY_REMEDIATION(
    SpufixLinear, "spufix_linear", "1.0.0",
    "Takes out of the target's logit the principal components by which counterexamples lose it.",
    remedy::uses::counterexamples | remedy::uses::pairs, remedy::needs::linear_head,
    remedy::identity_at(0, remedy::real("strength", 1, remedy::fraction,
                                        "share of each component that is taken out")),
    remedy::integer("components", 3, remedy::at_least(0), "how many, those that matter most"));
