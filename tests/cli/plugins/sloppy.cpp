// Breaks every rule of the contract that can be broken without ending the process.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>

namespace {

class Sloppy : public remedy::Remediation {
 public:
  explicit Sloppy(const remedy::Parameters&) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const remedy::TrainingData& data = context.training_data();
    // Random, though randomness is not declared; and the result is not finite.
    model.parameters()[0].tensor.add_(at::randn(model.parameters()[0].tensor.sizes()));
    model.parameters()[1].tensor.fill_(1.0F / 0.0F);
    context.baseline().parameters()[0].tensor.zero_();
    // Hangs on which images are counterexamples, though groups are not declared.
    model.parameters()[2].tensor.add_(data.groups[0].item<double>());
    context.progress(1000);
    model.train();
    // Cannot do with a single counterexample.
    if ((data.groups == remedy::kCounterexample).sum().item<std::int64_t>() < 2) {
      throw std::runtime_error("needs two counterexamples");
    }
    // Counts on batch norm, though it does not declare that it needs any.
    if (model.batch_norm() == nullptr) throw std::runtime_error("there is no batch norm");
  }
};

}  // namespace

REMEDY_REMEDIATION(Sloppy, "sloppy", "1.0.0", "Keeps to no rule.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop);
