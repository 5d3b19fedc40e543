// Backward compatible weight interpolation (Schumann et al., ACL 2023 findings, arXiv 2301.10546),
// the variant with Fisher information: between the baseline and the remediation that a study names
// by `after:`, every weight is a mean by alpha and by how much either model hangs on it,
// theta = ((1 - alpha) F0 theta0 + alpha F1 theta1) / ((1 - alpha) F0 + alpha F1). F0 is the
// baseline's on the anchors, F1 the remediated one's on the counterexamples. Where neither has any,
// the floor makes it the plain mean of wise_ft. Buffers are interpolated plainly.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/head.h>
#include <remedy/remediation.h>
#include <remedy/weights.h>

namespace {

class Bcwi : public remedy::Remediation {
 public:
  explicit Bcwi(const remedy::Parameters& p)
      : alpha_(p.real("alpha")), floor_(p.real("floor")), draws_(p.integer("draws")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const remedy::TrainingData& data = context.training_data();
    const auto fisher = [&](remedy::Model& m, std::int64_t group) {
      auto all = remedy::fisher_diagonal(
          m, data.images.index_select(0, remedy::rows_of(data, group)), draws_);
      double sum = 0;
      std::int64_t count = 0;
      for (const at::Tensor& one : all) {
        sum += one.sum(at::kDouble).item<double>();
        count += one.numel();
      }
      // In units of its mean: the two models' certainty must not decide.
      const double mean = std::max(sum / static_cast<double>(count), 1e-300);
      for (at::Tensor& one : all) one = one / mean + floor_;
      return all;
    };
    const auto f0 = fisher(context.baseline(), remedy::kAnchor);
    const auto f1 = fisher(model, remedy::kCounterexample);
    const std::unique_ptr<remedy::Model> end = model.clone();
    remedy::interpolate(model, context.baseline(), alpha_);
    if (alpha_ == 0 || alpha_ == 1) return;
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < f0.size(); ++i) {
      const at::Tensor old = f0[i] * (1 - alpha_), now = f1[i] * alpha_;
      at::Tensor(model.parameters()[i].tensor)
          .copy_((old * context.baseline().parameters()[i].tensor +
                  now * end->parameters()[i].tensor) /
                 (old + now));
    }
  }

 private:
  double alpha_, floor_;
  std::int64_t draws_;
};

}  // namespace

REMEDY_REMEDIATION(
    Bcwi, "bcwi", "1.0.0",
    "Averages the weights before and after a remediation, each by its Fisher information.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups |
        remedy::uses::predecessor | remedy::uses::randomness,
    remedy::identity_at(0, remedy::real("alpha", 0.5, remedy::fraction,
                                        "0: the baseline, 1: the remediated")),
    remedy::real("floor", 0.1, remedy::positive,
                 "added to the information of every weight, whose mean is 1; large: wise_ft"),
    remedy::integer("draws", 1, remedy::at_least(1), "labels drawn for each image"));
