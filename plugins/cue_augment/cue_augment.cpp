// Counterexamples of every class by the known change of look (the augmentation that Geirhos et al.,
// ICLR 2019, arXiv 1811.12231, train against a cue with): the mixed fine-tune in which, at every
// step, each anchor is replaced with probability `share` by itself in other colours, under its own
// label. Which change it is has to be known, so this is what a fix from the cue's cause can reach.
// The whole picture changes, for anchors have no masks.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

constexpr double kTurn = 6.283185307179586;  // radians
constexpr double kBlack = 0.15;              // the value of a black pixel in rainbow colours

// pixels: [n, 3, H, W], 0 to 1. Returns [n, H, W], ITU-R BT.601.
at::Tensor luma(const at::Tensor& pixels) {
  return 0.299 * pixels.select(1, 0) + 0.587 * pixels.select(1, 1) + 0.114 * pixels.select(1, 2);
}

// Hues run over each picture 0.8 to 2 times along a random direction, fully saturated; the luma of
// a pixel is kept as its value.
at::Tensor rainbow(const at::Tensor& pixels) {
  const std::int64_t n = pixels.size(0), height = pixels.size(2), width = pixels.size(3);
  const auto random = [&] { return at::rand({n, 1, 1}, pixels.options()); };
  const at::Tensor phase = random(), angle = random() * kTurn, turns = 0.8 + 1.2 * random();
  const auto side = static_cast<double>(std::max(height, width));
  const at::Tensor x = at::arange(width, pixels.options()) / side;
  const at::Tensor y = at::arange(height, pixels.options()).unsqueeze(1) / side;
  const at::Tensor hue = phase + turns * (angle.cos() * x + angle.sin() * y);
  const at::Tensor value = kBlack + (1 - kBlack) * luma(pixels);
  const auto component = [&](double offset) {
    return value * (((hue + offset).remainder(1) * 6 - 3).abs() - 1).clamp(0, 1);
  };
  return at::stack({component(0), component(2.0 / 3), component(1.0 / 3)}, 1);
}

class CueAugment : public remedy::Remediation {
 public:
  explicit CueAugment(const remedy::Parameters& parameters)
      : options_(parameters),
        share_(parameters.real("share")),
        change_(parameters.choice("change")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const remedy::Normalisation scale = context.normalisation();
    const at::Tensor anchors = context.training_data().groups == remedy::kAnchor;
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      remedy::Batch augmented = batch;
      const at::Tensor drawn = at::rand(batch.weights.sizes(), batch.weights.options()) < share_;
      const at::Tensor rows = (drawn & anchors.index_select(0, batch.rows)).nonzero().squeeze(1);
      if (rows.numel() > 0) {
        const at::Tensor pixels = batch.images.index_select(0, rows) * scale.std + scale.mean;
        augmented.images = batch.images.clone();
        augmented.images.index_copy_(0, rows, (changed(pixels) - scale.mean) / scale.std);
      }
      return remedy::weighted_cross_entropy(remedy::logits(m, augmented), augmented);
    });
  }

 private:
  at::Tensor changed(const at::Tensor& pixels) const {
    if (change_ == "rainbow") return rainbow(pixels);
    if (change_ == "grayscale") return luma(pixels).unsqueeze(1).expand_as(pixels);
    // Each picture's channels in another of their two other cyclic orders.
    const at::Tensor by_one = at::rand({pixels.size(0), 1, 1, 1}, pixels.options()) < 0.5;
    return at::where(by_one, pixels.roll(1, 1), pixels.roll(2, 1));
  }

  remedy::FinetuneOptions options_;
  double share_;
  std::string change_;
};

}  // namespace

REMEDY_REMEDIATION(
    CueAugment, "cue_augment", "1.0.0",
    "The mixed fine-tune with anchors in other colours, anew at every step.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups |
        remedy::uses::stop | remedy::uses::randomness,
    remedy::finetune_parameters(),
    remedy::real("share", 0.5, remedy::fraction, "of the anchors that are changed at a step"),
    remedy::choice("change", "rainbow", "rainbow|grayscale|palette",
                   "what the cue's cause is known to be: colours of the rainbow, none, exchanged"));
