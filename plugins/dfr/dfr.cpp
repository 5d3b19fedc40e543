// Deep feature reweighting (Kirichenko et al., ICLR 2023, arXiv 2204.02937): the head is fitted
// anew by L1-penalised logistic regression on standardised features of as many images of either
// group (counterexamples, anchors), and the fits to several such subsets are averaged. It starts
// from nothing, so that a class without an image has no say afterwards; `towards: baseline`
// penalises the distance to the old head instead.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/weights.h>

#include <cmath>

namespace {

// The head on standardised features; [classes, d + 1], the bias last and free of the penalty.
// Minimises mean cross-entropy + penalty * |W - centre|_1 by accelerated proximal gradient steps
// (FISTA; Beck and Teboulle, 2009), whose length is 1 over the softmax's Lipschitz bound.
at::Tensor fit(const at::Tensor& x, const at::Tensor& labels, const at::Tensor& centre,
               double penalty, std::int64_t steps) {
  const auto n = static_cast<double>(x.size(0));
  const at::Tensor target = at::one_hot(labels, centre.size(0)).to(x.scalar_type());
  const double bound = 0.5 * at::linalg_eigvalsh(x.matmul(x.t()) / n).max().item<double>();
  at::Tensor shrink = at::full({1, x.size(1)}, penalty / bound, x.options());
  shrink.select(1, x.size(1) - 1).zero_();
  at::Tensor w = centre, ahead = centre;
  double t = 1;
  for (std::int64_t step = 0; step < steps; ++step) {
    const at::Tensor gradient = (at::softmax(x.matmul(ahead.t()), 1) - target).t().matmul(x) / n;
    const at::Tensor away = ahead - gradient / bound - centre;
    const at::Tensor next = centre + away.sign() * (away.abs() - shrink).clamp_min(0);
    const double t_next = (1 + std::sqrt(1 + 4 * t * t)) / 2;
    ahead = next + (next - w) * ((t - 1) / t_next);
    w = next;
    t = t_next;
  }
  return w;
}

// As many rows of each group as the smaller one has, drawn without replacement.
at::Tensor balanced_rows(const at::Tensor& groups) {
  std::vector<at::Tensor> of;
  for (const std::int64_t group : {remedy::kCounterexample, remedy::kAnchor}) {
    of.push_back((groups == group).nonzero().squeeze(1));
  }
  const std::int64_t count = std::min(of[0].size(0), of[1].size(0));
  for (at::Tensor& rows : of) {
    const at::Tensor order = at::randperm(rows.size(0), at::kLong).to(rows.device());
    rows = rows.index_select(0, order.narrow(0, 0, count));
  }
  return at::cat(of);
}

class Dfr : public remedy::Remediation {
 public:
  explicit Dfr(const remedy::Parameters& p)
      : penalty_(p.real("penalty")),
        refits_(p.integer("refits")),
        steps_(p.integer("steps")),
        to_baseline_(p.choice("towards") == "baseline") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const remedy::TrainingData& data = context.training_data();
    const at::Tensor features = remedy::extract_features(model, data.images).to(at::kDouble);
    const at::Tensor mean = features.mean(0);
    at::Tensor scale = features.std(0, /*unbiased=*/false);
    scale = at::where(scale > 0, scale, at::ones_like(scale));
    const at::Tensor x =
        at::cat({(features - mean) / scale, at::ones({features.size(0), 1}, mean.options())}, 1);

    const auto head = remedy::trained_parameters(model, remedy::Trained::kHead);
    at::Tensor weight = head.at(0).tensor, bias = head.at(1).tensor;
    const at::Tensor w0 = weight.to(at::kDouble), b0 = bias.to(at::kDouble);
    at::Tensor centre = at::cat({w0 * scale, (b0 + w0.matmul(mean)).unsqueeze(1)}, 1);
    if (!to_baseline_) centre.zero_();
    at::Tensor sum = at::zeros_like(centre);
    for (std::int64_t refit = 0; refit < refits_; ++refit) {
      const at::Tensor rows = balanced_rows(data.groups);
      sum +=
          fit(x.index_select(0, rows), data.labels.index_select(0, rows), centre, penalty_, steps_);
      context.progress(0, "refit " + std::to_string(refit + 1));
    }
    const at::Tensor fitted = sum / static_cast<double>(refits_);
    const at::Tensor w = fitted.narrow(1, 0, features.size(1)) / scale;
    weight.copy_(w);
    bias.copy_(fitted.select(1, features.size(1)) - w.matmul(mean));
  }

 private:
  double penalty_;
  std::int64_t refits_, steps_;
  bool to_baseline_;
};

}  // namespace

REMEDY_REMEDIATION(
    Dfr, "dfr", "1.0.0",
    "Refits the head by L1 logistic regression on group-balanced features, averaged over subsets.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::randomness,
    remedy::real("penalty", 0.05, remedy::positive,
                 "of the L1 norm beside the mean loss; the paper's C is 1 / (penalty * images)"),
    remedy::integer("refits", 10, remedy::at_least(1), "balanced subsets; 10 to 20 in the paper"),
    remedy::integer("steps", 300, remedy::at_least(1), "proximal gradient steps of each fit"),
    remedy::choice("towards", "zero", "zero|baseline",
                   "what the penalty pulls to: nothing, as published, or the old head"));
