// SELF (LaBonte et al., NeurIPS 2023, arXiv 2309.08534): the head is fine-tuned, not reset, on the
// few images on which a regularised model and the model disagree most, every class of them
// weighing the same. The regularised model is the head under dropout of the features; the paper's
// other one, an early checkpoint of the training, is not at hand. Two other choices of the images
// are the paper's baselines.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

constexpr int kMasks = 10;  // of dropout, whose disagreement is averaged

class Self : public remedy::Remediation {
 public:
  explicit Self(const remedy::Parameters& parameters)
      : options_(parameters),
        images_(parameters.integer("images")),
        dropout_(parameters.real("dropout")),
        choose_(parameters.choice("choose")) {
    options_.trained = remedy::Trained::kHead;
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor labels = context.training_data().labels;
    const at::Tensor order = scores(model, context).argsort(0, /*descending=*/true);
    const at::Tensor chosen = order.narrow(0, 0, std::min(images_, order.size(0)));
    const at::Tensor own = labels.index_select(0, chosen);
    const at::Tensor count = at::bincount(own).index_select(0, own).to(at::kFloat);
    at::Tensor weights = at::zeros({labels.size(0)}, count.options());
    weights.index_copy_(0, chosen, count.reciprocal() / count.reciprocal().sum());
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      return remedy::weighted_cross_entropy(remedy::logits(m, batch),
                                            remedy::reweighted(batch, weights));
    });
  }

 private:
  // Of each training image, the larger the sooner it is taken: [n].
  at::Tensor scores(remedy::Model& model, remedy::Context& context) const {
    const at::NoGradGuard no_grad;
    const remedy::TrainingData& data = context.training_data();
    const at::Tensor features = remedy::extract_features(model, data.images);
    if (choose_ == "random") {  // drawn on the CPU: a GPU's generator gives other numbers
      return at::rand({features.size(0)}, features.options().device(at::kCPU))
          .to(data.labels.device());
    }
    const at::Tensor now = at::log_softmax(model.head(features), 1);
    if (choose_ == "misclassified") return -now.gather(1, data.labels.unsqueeze(1)).squeeze(1);
    at::Tensor disagreement = at::zeros({features.size(0)}, features.options());
    for (int mask = 0; mask < kMasks; ++mask) {
      const at::Tensor dropped = at::dropout(features, dropout_, /*train=*/true);
      const at::Tensor other = at::log_softmax(model.head(dropped), 1);
      disagreement += (other.exp() * (other - now)).sum(1);
    }
    return disagreement;
  }

  remedy::FinetuneOptions options_;
  std::int64_t images_;
  double dropout_;
  std::string choose_;
};

}  // namespace

REMEDY_REMEDIATION(
    Self, "self", "1.0.0",
    "Fine-tunes the head on the images on which dropout changes its predictions most.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop |
        remedy::uses::randomness,
    remedy::without(remedy::head_parameters(), {"counterexample_weight"}),
    remedy::integer("images", 20, remedy::at_least(1), "how many; 20, 100 and 500 in the paper"),
    remedy::real("dropout", 0.5, remedy::Range{0, 1, false, true},
                 "share of the features that is dropped; 0.5, 0.7 and 0.9 in the paper"),
    remedy::choice("choose", "disagreement", "disagreement|misclassified|random",
                   "the images: as published, those with the largest loss, or any"));
