// The mean of the baseline's weights and those it starts from.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>

namespace {

class Halfway : public remedy::Remediation {
 public:
  explicit Halfway(const remedy::Parameters& p) : alpha_(p.real("alpha")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const auto& theta0 = context.baseline().parameters();
    for (std::size_t i = 0; i < theta0.size(); ++i) {
      const at::Tensor& theta1 = model.parameters()[i].tensor;
      theta1.copy_(alpha_ * theta1 + (1 - alpha_) * theta0[i].tensor);
    }
    for (std::size_t i = 0; i < model.buffers().size(); ++i) {
      if (alpha_ == 0) model.buffers()[i].tensor.copy_(context.baseline().buffers()[i].tensor);
    }
  }

 private:
  double alpha_;
};

}  // namespace

REMEDY_REMEDIATION(Halfway, "halfway", "1.0.0", "Interpolates towards the baseline.",
                   remedy::uses::nothing,
                   remedy::real("alpha", 0.5, remedy::fraction, "weight of the starting point"));
