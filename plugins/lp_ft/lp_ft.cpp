// Linear probing, then fine-tuning (Kumar et al., ICLR 2022, arXiv 2202.10054): the head is fitted
// to the new images first, so that fine-tuning need not distort the features to make up for a bad
// head.
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class LpFt : public remedy::Remediation {
 public:
  explicit LpFt(const remedy::Parameters& parameters) : options_(parameters), head_(parameters) {
    head_.trained = remedy::Trained::kHead;
    head_.steps = parameters.integer("head_steps");
    head_.learning_rate = parameters.real("head_learning_rate");
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    remedy::finetune(model, context, head_);
    remedy::finetune(model, context, options_);
  }

 private:
  remedy::FinetuneOptions options_, head_;
};

}  // namespace

REMEDY_REMEDIATION(
    LpFt, "lp_ft", "1.0.0",
    "Fits the head first, then fine-tunes everything until the stop rule is met.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(),
    remedy::integer("head_steps", 20, remedy::at_least(0),
                    "full-batch steps on the head alone, without probing the stop set"),
    remedy::real("head_learning_rate", 0.01, remedy::positive,
                 "step size of these; a head bears more than all weights do"));
