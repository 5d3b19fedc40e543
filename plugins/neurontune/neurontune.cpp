// NeuronTune (Zheng et al., ICML 2025, arXiv 2505.24048): a feature is biased towards a cue where,
// within a class, it is larger on images that the network gets wrong than on those it gets right:
// median(wrong) - median(right) > threshold. Biased features are blocked, which is the same as
// zeros in the head, and the head is trained on. Here the images are the training images and the
// counterexamples' originals; a class counts where some of its images are wrong and some right.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/head.h>
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class Neurontune : public remedy::Remediation {
 public:
  explicit Neurontune(const remedy::Parameters& parameters)
      : options_(parameters), threshold_(parameters.real("threshold")) {
    options_.trained = remedy::Trained::kHead;
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor kept = (~biased(model, context)).to(at::kFloat);
    options_.after_step = [&](remedy::Model& m) {
      const at::NoGradGuard no_grad;
      at::Tensor weight = remedy::trained_parameters(m, remedy::Trained::kHead).front().tensor;
      weight.mul_(kept);
    };
    options_.after_step(model);
    remedy::finetune(model, context, options_);
  }

 private:
  // bool [d]
  at::Tensor biased(remedy::Model& model, remedy::Context& context) const {
    const at::NoGradGuard no_grad;
    const remedy::TrainingData& data = context.training_data();
    const at::Tensor own =
        data.labels.index_select(0, remedy::rows_of(data, remedy::kCounterexample));
    const at::Tensor labels = at::cat({data.labels, own});
    const at::Tensor features =
        at::cat({remedy::extract_features(model, data.images),
                 remedy::extract_features(model, context.pairs().originals)});
    const at::Tensor right = model.head(features).argmax(1) == labels;
    const auto median = [&](const at::Tensor& chosen) {
      return std::get<0>(features.index_select(0, chosen.nonzero().squeeze(1)).median(0));
    };
    at::Tensor found = at::zeros({features.size(1)}, labels.options().dtype(at::kBool));
    for (const at::Tensor& label : std::get<0>(at::_unique(labels)).unbind()) {
      const at::Tensor in_class = labels == label;
      const at::Tensor wrong = in_class & ~right, good = in_class & right;
      if (!wrong.any().item<bool>() || !good.any().item<bool>()) continue;
      found |= median(wrong) - median(good) > threshold_;
    }
    return found;
  }

  remedy::FinetuneOptions options_;
  double threshold_;
};

}  // namespace

REMEDY_REMEDIATION(
    Neurontune, "neurontune", "1.0.0",
    "Blocks the features that are larger where the network errs, and trains the head on.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop |
        remedy::uses::pairs,
    remedy::needs::linear_head, remedy::head_parameters(),
    remedy::real("threshold", 0, remedy::kAny,
                 "the difference of medians beyond which one is biased"));
