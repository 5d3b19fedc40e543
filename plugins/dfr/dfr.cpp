// Deep feature reweighting (Kirichenko et al., ICLR 2023, arXiv 2204.02937): the head is fitted
// anew by L1-penalised logistic regression on standardised features of as many images of either
// group (counterexamples, anchors), and the fits to several such subsets are averaged. It starts
// from nothing, so that a class without an image has no say afterwards; `towards: baseline`
// penalises the distance to the old head instead.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/weights.h>

#include "l1_logistic.h"

namespace {

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
      sum += dfr::fit_l1_logistic(x.index_select(0, rows), data.labels.index_select(0, rows),
                                  centre, penalty_, steps_);
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
    Dfr, "dfr", "1.0.1",
    "Refits the head by L1 logistic regression on group-balanced features, averaged over subsets.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups |
        remedy::uses::randomness,
    remedy::needs::linear_head,
    remedy::real("penalty", 0.05, remedy::positive,
                 "of the L1 norm beside the mean loss; the paper's C is 1 / (penalty * images)"),
    remedy::integer("refits", 10, remedy::at_least(1), "balanced subsets; 10 to 20 in the paper"),
    remedy::integer("steps", 300, remedy::at_least(1), "proximal gradient steps of each fit"),
    remedy::choice("towards", "zero", "zero|baseline",
                   "what the penalty pulls to: nothing, as published, or the old head"));
