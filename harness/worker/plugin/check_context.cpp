#include "worker/plugin/check_context.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

#include "model/architectures/resnet.h"
#include "model/architectures/vision_transformer.h"

namespace remedy {
namespace {

constexpr std::int64_t kSourceImages = 24;

// Weights that keep the size of what they see (He et al. 2015); norms that are the identity.
std::unique_ptr<Network> randomised(std::unique_ptr<Network> network) {
  const at::NoGradGuard no_grad;
  at::manual_seed(2);
  for (const NamedTensor& parameter : network->parameters()) {
    const auto sizes = parameter.tensor.sizes();
    if (sizes.size() > 1) {
      const double inputs = static_cast<double>(parameter.tensor.numel() / sizes[0]);
      parameter.tensor.copy_(at::randn(sizes).mul_(std::sqrt(2.0 / inputs)));
    } else {
      parameter.tensor.fill_(parameter.name.find("bias") == std::string::npos ? 1.0 : 0.0);
    }
  }
  return network;
}

}  // namespace

void alter(Model& model, std::size_t number) {
  const at::NoGradGuard no_grad;
  for (const NamedTensor& parameter : model.parameters()) {
    at::Tensor(parameter.tensor).mul_(1.01 + 0.01 * static_cast<double>(number));
  }
}

CheckContext::CheckContext(const Network& theta, const Uses& uses, const CheckSetup& setup)
    : theta_(theta.clone()), baseline_(theta.clone()), declared_(uses) {
  at::manual_seed(3);
  const std::int64_t counterexamples = uses.counterexamples ? setup.counterexamples : 0;
  const std::int64_t anchors = uses.anchors ? setup.anchors : 0;
  const std::int64_t n = counterexamples + anchors;
  data_.images =
      at::randn({n, 3, kCheckPixels, kCheckPixels}).contiguous(at::MemoryFormat::ChannelsLast);
  data_.labels = at::arange(n).sub_(counterexamples).clamp_(0).remainder_(kCheckClasses);
  data_.groups = (at::arange(n) >= counterexamples).to(at::kLong);
  if (uses.training) {
    const at::Tensor images = at::randn({kSourceImages, 3, kCheckPixels, kCheckPixels});
    training_.labels = at::arange(kSourceImages).remainder(kCheckClasses);
    training_.groups = (at::arange(kSourceImages) % 3 == 0).to(at::kLong);
    training_.group_names = {"usual", "rare"};
    training_.images = [images](const at::Tensor& rows) {
      return images.index_select(0, rows).contiguous(at::MemoryFormat::ChannelsLast);
    };
  }
  if (setup.other_groups) data_.groups = data_.groups.flip(0);
  for (std::size_t i = 0; i < setup.predecessors; ++i) {
    predecessors_.push_back(theta.clone());
    alter(*predecessors_.back(), i);
  }
  if (!uses.pairs) return;
  pairs_.originals = at::randn({counterexamples, 3, kCheckPixels, kCheckPixels});
  pairs_.masks = at::zeros({counterexamples, 1, kCheckPixels, kCheckPixels});
  pairs_.masks.narrow(2, setup.other_masks ? kCheckPixels / 2 : 0, kCheckPixels / 2).fill_(1);
}

const TrainingData& CheckContext::training_data() {
  declared_.require_training_data();
  asked_data = true;
  return data_;
}

const Pairs& CheckContext::pairs() {
  declared_.require_pairs();
  asked_pairs = true;
  return pairs_;
}

const TrainingSource& CheckContext::training() {
  declared_.require_training();
  asked_training = true;
  return training_;
}

const std::vector<std::unique_ptr<Model>>& CheckContext::predecessors() {
  declared_.require_predecessors();
  asked_predecessors = true;
  return predecessors_;
}

Normalisation CheckContext::normalisation() const {
  return {at::zeros({3, 1, 1}), at::ones({3, 1, 1})};
}

at::Tensor CheckContext::baseline_logits() {
  const at::NoGradGuard no_grad;
  return theta_->forward(training_data().images);
}

double CheckContext::stop_accuracy(Model&) {
  declared_.require_stop();
  asked_stop = true;
  return 0;
}

std::uint64_t CheckContext::seed() const {
  declared_.require_randomness();
  return kCheckSeed;
}

std::unique_ptr<Network> residual_check_network() {
  return randomised(std::make_unique<ResNet>(
      Architecture{"resnet18", static_cast<int>(kCheckClasses), 8, Stem::kSmall},
      c10::Device("cpu")));
}

std::unique_ptr<Network> transformer_check_network() {
  constexpr TransformerLayout kLayout = {2, 16, 2, 32, 8};
  return randomised(std::make_unique<VisionTransformer>(
      TransformerArchitecture{"vit", kLayout, static_cast<int>(kCheckClasses), kCheckPixels},
      c10::Device("cpu")));
}

}  // namespace remedy
