// Just train twice (Liu et al., ICML 2021, arXiv 2107.09044): images that the first model gets
// wrong count `upweight` times. The first model is the baseline here, and its mistakes among
// counterexamples and anchors are what is upweighted.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class Jtt : public remedy::Remediation {
 public:
  explicit Jtt(const remedy::Parameters& parameters)
      : options_(parameters), upweight_(parameters.real("upweight")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor wrong = context.baseline_logits().argmax(1) != context.training_data().labels;
    const at::Tensor counts = 1 + (upweight_ - 1) * wrong.to(at::kFloat);
    const at::Tensor weights = counts / counts.sum();
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      return remedy::weighted_cross_entropy(remedy::logits(m, batch),
                                            remedy::reweighted(batch, weights));
    });
  }

 private:
  remedy::FinetuneOptions options_;
  double upweight_;
};

}  // namespace

REMEDY_REMEDIATION(Jtt, "jtt", "1.0.0",
                   "The mixed fine-tune with the images that the baseline gets wrong upweighted.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
                   remedy::one_group_parameters(),
                   remedy::real("upweight", 20, remedy::positive,
                                "times a misclassified image counts; the paper searched 4 to 100"));
