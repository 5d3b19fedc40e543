// Fine-tuning in mini-batches from the training source, drawn so that every group comes equally
// often (RWG), or every class (RWY): Idrissi et al., CLeaR 2022, arXiv 2110.14503. Or so that
// images that the baseline gets wrong come `upweight` times as often, for which no group label is
// needed: just train twice (Liu et al., ICML 2021, arXiv 2107.09044) on the whole source. `none` is
// the control: continued training on the source as it is.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/source_training.h>

#include <stdexcept>

namespace {

class BalancedBatches : public remedy::Remediation {
 public:
  explicit BalancedBatches(const remedy::Parameters& p)
      : options_(p),
        augmentation_(p),
        by_(p.choice("by")),
        upweight_(p.real("upweight")),
        batch_(p.integer("batch")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    remedy::finetune_on_source(
        model, context, options_, batch_, chances(context),
        [](const at::Tensor& logits, const at::Tensor& labels, const at::Tensor&) {
          return at::cross_entropy_loss(logits, labels);
        },
        augmentation_);
  }

 private:
  // How often each image is drawn, up to a factor: float [n].
  at::Tensor chances(remedy::Context& context) const {
    const remedy::TrainingSource& source = context.training();
    if (by_ == "class") return remedy::images_alike(source.labels).reciprocal();
    if (by_ == "none") return at::ones_like(source.labels, at::kFloat);
    if (by_ == "mistakes") {
      const at::Tensor predicted = remedy::source_logits(context.baseline(), source).argmax(1);
      return 1 + (upweight_ - 1) * (predicted != source.labels).to(at::kFloat);
    }
    if (!source.groups.defined()) {
      throw std::runtime_error("by: group needs groups; name them under data.training.groups");
    }
    return remedy::images_alike(source.groups).reciprocal();
  }

  remedy::FinetuneOptions options_;
  remedy::Augmentation augmentation_;
  std::string by_;
  double upweight_;
  std::int64_t batch_;
};

}  // namespace

REMEDY_REMEDIATION(
    BalancedBatches, "balanced_batches", "1.1.0",
    "Fine-tunes on the training source in mini-batches that are balanced by group or class.",
    remedy::uses::training | remedy::uses::stop | remedy::uses::randomness,
    remedy::source_parameters(),
    remedy::choice("by", "group", "group|class|mistakes|none",
                   "what comes equally often; mistakes: what the baseline gets wrong comes more "
                   "often; none: the source as it is, a control"),
    remedy::real("upweight", 20, remedy::positive,
                 "times as often an image comes that the baseline gets wrong, with by: mistakes"));
