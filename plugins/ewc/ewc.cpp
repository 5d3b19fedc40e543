// Elastic weight consolidation (Kirkpatrick et al., PNAS 2017, arXiv 1612.00796): the mixed loss
// plus (lambda / 2) sum F (theta - theta0)^2, where F is the diagonal of the baseline's Fisher
// information on the anchors: weights that the other classes hang on are held, others may move.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class Ewc : public remedy::Remediation {
 public:
  explicit Ewc(const remedy::Parameters& parameters)
      : options_(parameters),
        lambda_(parameters.real("lambda")),
        draws_(parameters.integer("draws")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const remedy::TrainingData& data = context.training_data();
    const at::Tensor anchors = (data.groups == remedy::kAnchor).nonzero().squeeze(1);
    const std::vector<at::Tensor> fisher =
        remedy::fisher_diagonal(context.baseline(), data.images.index_select(0, anchors), draws_);
    options_.after_step = [&](remedy::Model& m) {
      remedy::pull_towards(m, context.baseline(), options_.learning_rate, lambda_, fisher);
    };
    remedy::finetune(model, context, options_);
  }

 private:
  remedy::FinetuneOptions options_;
  double lambda_;
  std::int64_t draws_;
};

}  // namespace

REMEDY_REMEDIATION(
    Ewc, "ewc", "1.0.0",
    "The mixed fine-tune with a penalty on weights by their Fisher information on the anchors.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups |
        remedy::uses::stop | remedy::uses::randomness,
    remedy::finetune_parameters(),
    remedy::real("lambda", 1000, remedy::non_negative,
                 "weight of the penalty; large, since a mean squared gradient is small"),
    remedy::integer("draws", 1, remedy::at_least(1),
                    "labels drawn for each anchor; more make a less noisy Fisher information"));
