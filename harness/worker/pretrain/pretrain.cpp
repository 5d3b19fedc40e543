#include "worker/pretrain/pretrain.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <future>
#include <memory>

#include "core/error.h"
#include "launch/study_listing.h"
#include "model/architectures/architectures.h"
#include "model/architectures/initialise.h"
#include "model/stored_tensors.h"
#include "model/weights.h"
#include "worker/device.h"
#include "worker/pretrain/autocast.h"
#include "worker/pretrain/epoch_images.h"
#include "worker/pretrain/generated_epochs.h"
#include "worker/pretrain/source_epochs.h"
#include "worker/pretrain/training_state.h"

namespace remedy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr std::int64_t kSavesPerEpoch = 10;
constexpr std::int64_t kEvaluationBatch = 250;

std::unique_ptr<EpochImages> training_images(const PretrainOptions& options, c10::Device device) {
  const Study& study = options.study;
  if (study.baseline.classes == kGenerator) {
    return std::make_unique<GeneratedEpochs>(*study.baseline.pretrain, device, options.threads);
  }
  const StudyListing listing = list_study(study);
  return std::make_unique<SourceEpochs>(study.baseline, *listing.training, listing.classes.size(),
                                        device, options.threads);
}

std::vector<int> excepted_classes(const EpochImages& images) {
  const auto* generated = dynamic_cast<const GeneratedEpochs*>(&images);
  return generated == nullptr ? std::vector<int>() : generated->excepted();
}

class Pretrainer {
 public:
  Pretrainer(const PretrainOptions& options, const PretrainEvents& events)
      : options_(options),
        baseline_(options.study.baseline),
        recipe_(*baseline_.pretrain),
        events_(events),
        device_(parse_device(options.device)),
        images_(training_images(options, device_)),
        network_(make_network(baseline_, images_->classes(), device_)),
        state_(options.directory / "state.safetensors",
               recipe_identity(baseline_, excepted_classes(*images_), images_->content())) {
    const auto channel = [&](const std::vector<double>& values) {
      return at::tensor(at::ArrayRef<double>(values), at::kFloat).reshape({1, 3, 1, 1}).to(device_);
    };
    mean_ = channel(baseline_.preprocess.mean);
    std_ = channel(baseline_.preprocess.std);
    for (const NamedTensor& parameter : network_->parameters()) {
      momentum_.push_back(at::zeros_like(parameter.tensor));
    }
  }

  Json run() {
    at::set_num_threads(options_.threads);
    initialise(*network_, recipe_.seed);
    if (const auto left = state_.restore(*network_, momentum_)) progress_ = *left;
    const std::int64_t per_epoch = images_->steps_per_epoch();
    const std::int64_t steps = per_epoch * recipe_.epochs;
    const std::int64_t interval = std::max<std::int64_t>(per_epoch / kSavesPerEpoch, 1);
    std::future<Minibatch> next;
    if (progress_.step < steps) next = render_ahead(progress_.step);
    while (progress_.step < steps) {
      const Minibatch batch = next.get();
      if (progress_.step + 1 < steps) next = render_ahead(progress_.step + 1);
      progress_.loss_sum += train_step(batch, learning_rate(progress_.step));
      ++progress_.step;
      const auto in_epoch = static_cast<double>((progress_.step - 1) % per_epoch + 1);
      if (events_.step) events_.step(progress_.step, steps, progress_.loss_sum / in_epoch);
      if (progress_.step % per_epoch == 0) {
        progress_.epoch_loss = progress_.loss_sum / in_epoch;
        progress_.loss_sum = 0;
        if (progress_.step < steps && events_.epoch) events_.epoch(figures());
      }
      if (progress_.step % interval == 0 || progress_.step == steps) {
        state_.save(*network_, momentum_, progress_);
      }
    }
    save_half_weights();
    load_weights(*network_, read_checkpoint(baseline_.weights), baseline_.weights.string());
    const Json last = figures();
    if (events_.epoch) events_.epoch(last);
    return last;
  }

 private:
  std::future<Minibatch> render_ahead(std::int64_t step) {
    return std::async(std::launch::async, images_->step(step));
  }

  double learning_rate(std::int64_t step) const {
    const auto done = static_cast<double>(step + 1);
    const auto warm_up = static_cast<double>(images_->steps_per_epoch());
    if (done < warm_up) return recipe_.learning_rate * done / warm_up;
    const double all = warm_up * static_cast<double>(recipe_.epochs);
    const double left = (done - warm_up) / (all - warm_up + 1);
    return recipe_.learning_rate * 0.5 * (1 + std::cos(kPi * left));
  }

  at::Tensor to_device(const at::Tensor& tensor) const {
    return tensor.to(device_, /*non_blocking=*/true);
  }

  at::Tensor normalise(const at::Tensor& pixels) const {
    return to_device(pixels).permute({0, 3, 1, 2}).to(at::kFloat).div_(255).sub_(mean_).div_(std_);
  }

  double train_step(const Minibatch& batch, double learning_rate) {
    network_->train(true);
    for (const NamedTensor& parameter : network_->parameters()) {
      parameter.tensor.mutable_grad() = at::Tensor();
    }
    at::Tensor logits;
    {
      const Autocast autocast(device_, recipe_.bfloat16);
      logits = network_->forward(normalise(batch.pixels)).to(at::kFloat);
    }
    const at::Tensor loss = at::cross_entropy_loss(logits, to_device(batch.labels));
    loss.backward();
    const double value = loss.item<double>();
    if (!std::isfinite(value)) {
      throw Error("the loss is not finite after {} steps; lower baseline.pretrain.learning_rate",
                  progress_.step);
    }
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < momentum_.size(); ++i) {
      at::Tensor weight = network_->parameters()[i].tensor;
      at::Tensor& velocity = momentum_[i];
      velocity.mul_(recipe_.momentum).add_(weight.grad());
      if (weight.dim() > 1) velocity.add_(weight, recipe_.weight_decay);
      weight.sub_(velocity, learning_rate);
    }
    return value;
  }

  double accuracy(const PretrainingProbe& probe) {
    const at::NoGradGuard no_grad;
    network_->train(false);
    at::Tensor correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(device_));
    for (std::int64_t first = 0; first < probe.size; first += kEvaluationBatch) {
      const Minibatch batch = probe.images(first, std::min(kEvaluationBatch, probe.size - first));
      const at::Tensor top =
          std::get<1>(network_->forward(normalise(batch.pixels)).topk(probe.k, /*dim=*/1));
      correct += top.eq(to_device(batch.labels).unsqueeze(1)).sum();
    }
    return static_cast<double>(correct.item<std::int64_t>()) / static_cast<double>(probe.size);
  }

  Json figures() {
    Json json = {{"epoch", progress_.step / images_->steps_per_epoch()},
                 {"loss", progress_.epoch_loss}};
    for (const PretrainingProbe& probe : images_->probes()) json[probe.name] = accuracy(probe);
    return json;
  }

  void save_half_weights() const {
    TensorList tensors;
    for (const NamedTensor& own : network_->state()) {
      const bool real = at::isFloatingType(own.tensor.scalar_type());
      tensors.add(own.name, real ? own.tensor.to(at::kHalf) : own.tensor);
    }
    write_safetensors(baseline_.weights, tensors.views(), {{"format", "pt"}});
  }

  PretrainOptions options_;
  Baseline baseline_;
  Pretraining recipe_;
  const PretrainEvents& events_;
  c10::Device device_;
  std::unique_ptr<EpochImages> images_;
  std::unique_ptr<Network> network_;
  TrainingState state_;
  at::Tensor mean_, std_;
  std::vector<at::Tensor> momentum_;
  TrainingProgress progress_;
};

}  // namespace

Json pretrain(const PretrainOptions& options, const PretrainEvents& events) {
  return Pretrainer(options, events).run();
}

}  // namespace remedy
