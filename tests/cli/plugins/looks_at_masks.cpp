// Looks at masks that it does not declare, and at no predecessor though it declares them.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>

namespace {

class LooksAtMasks : public remedy::Remediation {
 public:
  explicit LooksAtMasks(const remedy::Parameters&) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    (void)context.training_data();
    const at::Tensor masks = context.pairs().masks;
    model.parameters()[0].tensor.mul_(1 + masks[0][0][0][0].item<double>());
  }
};

}  // namespace

REMEDY_REMEDIATION(LooksAtMasks, "looks_at_masks", "1.0.0", "Scales one weight by a mask.",
                   remedy::uses::counterexamples | remedy::uses::pairs |
                       remedy::uses::predecessors);
