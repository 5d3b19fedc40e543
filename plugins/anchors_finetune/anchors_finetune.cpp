// The control that continues training: the steps of mixed_finetune on the anchors alone. What it
// changes is what more training on ordinary images changes; counterexamples have no part in it.
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class AnchorsFinetune : public remedy::Remediation {
 public:
  explicit AnchorsFinetune(const remedy::Parameters& parameters) : options_(parameters) {
    if (const auto steps = parameters.integer("steps"); steps > 0) options_.steps = steps;
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    remedy::finetune(model, context, options_);
    if (options_.steps) context.progress(*options_.steps);
  }

 private:
  remedy::FinetuneOptions options_;
};

}  // namespace

REMEDY_REMEDIATION(
    AnchorsFinetune, "anchors_finetune", "1.0.0",
    "Full-batch fine-tuning on the anchors alone, as continued training would: a control.",
    remedy::uses::anchors | remedy::uses::stop, remedy::one_group_parameters(),
    remedy::integer("steps", 0, remedy::at_least(0),
                    "so many steps whatever the stop set says, to equal those of another method; "
                    "0: until the study's stop rule ends them"));
