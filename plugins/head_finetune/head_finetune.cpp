// The mixed fine-tune's loss with the backbone frozen: only the last layer moves. What a fix may
// gain without new features; a natural control for every method that changes all weights.
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class HeadFinetune : public remedy::Remediation {
 public:
  explicit HeadFinetune(const remedy::Parameters& parameters) : options_(parameters) {
    options_.trained = remedy::Trained::kHead;
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    remedy::finetune(model, context, options_);
  }

 private:
  remedy::FinetuneOptions options_;
};

}  // namespace

REMEDY_REMEDIATION(
    HeadFinetune, "head_finetune", "1.0.0",
    "Fine-tunes the last layer on counterexamples and anchors until the stop rule is met.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::head_parameters());
