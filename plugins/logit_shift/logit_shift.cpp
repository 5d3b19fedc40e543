// The control that moves the criterion and nothing else: logit adjustment (Menon et al., ICLR 2021,
// arXiv 2007.07314) for the target alone. It adds b to the logits of the target's classes, folded
// into the head's bias, and b is the smallest with which the stop rule is met. A fix that does no
// more than this constant has learned nothing.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/stopping.h>
#include <remedy/weights.h>

namespace {

class LogitShift : public remedy::Remediation {
 public:
  explicit LogitShift(const remedy::Parameters& parameters)
      : shift_(parameters.optional_real("shift")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const auto head = remedy::trained_parameters(model, remedy::Trained::kHead);
    if (head.empty() || head.back().tensor.dim() != 1) {
      throw std::runtime_error("the head has no bias that a shift of logits could be folded into");
    }
    at::Tensor bias = head.back().tensor;
    const at::Tensor before = bias.clone();
    const auto set = [&](float b) {
      bias.copy_(before);
      if (b == 0) return;
      for (const std::int64_t c : context.target_classes()) bias[c].add_(b);
    };
    if (shift_) return set(static_cast<float>(*shift_));
    // The stop set is of the target, so what b recognises a larger one does. A model with another
    // bias is the same up to the head: a probe costs one small product.
    remedy::smallest_strength(model, context, set);
  }

 private:
  std::optional<double> shift_;
};

}  // namespace

REMEDY_REMEDIATION(
    LogitShift, "logit_shift", "1.0.0",
    "Adds a constant to the target's logits until the stop rule is met: a control.",
    remedy::uses::stop, remedy::needs::linear_head,
    remedy::identity_at(
        0, remedy::optional_real("shift", remedy::kAny,
                                 "the constant; null: the smallest with which the rule is met")));
