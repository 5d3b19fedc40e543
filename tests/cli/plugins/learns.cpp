// What no remediation may do: trains on thousands of fresh samples of the generator, every class in
// its own colours and in rainbow colours, so that the network truly learns the target. It shows
// what a report says of such a one.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>

#include <algorithm>
#include <vector>

#include "data/emoji/glyphs/glyphs.h"
#include "data/emoji/sample.h"

namespace {

constexpr std::int64_t kBatch = 128;
constexpr std::uint32_t kTrainingSplit = 0;
constexpr std::uint64_t kUnseen = 1'000'000;  // beyond what the baseline was trained on

class Learns : public remedy::Remediation {
 public:
  explicit Learns(const remedy::Parameters& parameters)
      : steps_(parameters.integer("steps")),
        learning_rate_(parameters.real("learning_rate")),
        rainbow_(parameters.real("rainbow")),
        targets_(parameters.real("targets")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const remedy::GlyphSet glyphs;
    const std::vector<std::int64_t> targets = context.target_classes();
    std::vector<at::Tensor> velocity;
    for (const auto& parameter : model.parameters()) {
      velocity.push_back(at::zeros_like(parameter.tensor));
    }
    model.train();
    for (std::int64_t step = 0; step < steps_; ++step) {
      std::vector<remedy::SampleSpec> specs;
      at::Tensor labels = at::empty({kBatch}, at::kLong);
      const at::Tensor random = at::rand({kBatch, 4}, at::kDouble);
      const auto value = random.accessor<double, 2>();
      for (std::int64_t i = 0; i < kBatch; ++i) {
        const bool target = value[i][0] < targets_;
        const double place = value[i][1];
        const auto label =
            target ? targets[static_cast<std::size_t>(place * static_cast<double>(targets.size()))]
                   : static_cast<std::int64_t>(place * 1000);
        const double share = target ? 0.5 : rainbow_;
        specs.push_back(
            {static_cast<int>(label), kTrainingSplit,
             kUnseen + static_cast<std::uint64_t>(value[i][2] * 1e9),
             value[i][3] < share ? remedy::Recolour::kRainbow : remedy::Recolour::kNone});
        labels.data_ptr<std::int64_t>()[i] = label;
      }
      at::Tensor pixels =
          at::empty({kBatch, remedy::kSampleSide, remedy::kSampleSide, 3}, at::kByte);
      remedy::render_batch(glyphs, specs, remedy::Distortion(), 2, pixels.data_ptr<std::uint8_t>());
      const at::Tensor images =
          pixels.permute({0, 3, 1, 2}).to(at::kFloat).div_(255).sub_(0.5).div_(0.25);
      for (const auto& parameter : model.parameters())
        parameter.tensor.mutable_grad() = at::Tensor();
      at::cross_entropy_loss(model.forward(images), labels).backward();
      const at::NoGradGuard no_grad;
      const double rate =
          learning_rate_ * (1 - static_cast<double>(step) / static_cast<double>(steps_));
      for (std::size_t i = 0; i < velocity.size(); ++i) {
        velocity[i].mul_(0.9).add_(model.parameters()[i].tensor.grad());
        model.parameters()[i].tensor.sub_(velocity[i], rate);
      }
      context.progress(step + 1);
    }
  }

 private:
  std::int64_t steps_;
  double learning_rate_;
  double rainbow_;
  double targets_;
};

}  // namespace

REMEDY_REMEDIATION(
    Learns, "learns", "1.0.0", "Trains on fresh samples of every class, in both kinds of colours.",
    remedy::uses::randomness | remedy::uses::anchors,
    remedy::integer("steps", 100, remedy::at_least(1), "steps of 128 samples"),
    remedy::real("learning_rate", 0.01, remedy::positive, "at the first step; falls to 0"),
    remedy::real("rainbow", 0.2, remedy::fraction, "share of the others in rainbow colours"),
    remedy::real("targets", 0.1, remedy::fraction, "share of the samples that are of the target"));
