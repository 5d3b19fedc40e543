#include "worker/pretrain/pretrain.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <future>

#include "core/error.h"
#include "data/emoji/glyphs/class_rule.h"
#include "data/emoji/sample.h"
#include "model/architectures/architectures.h"
#include "model/architectures/initialise.h"
#include "model/stored_tensors.h"
#include "model/weights.h"
#include "worker/device.h"
#include "worker/pretrain/autocast.h"
#include "worker/pretrain/epoch_sampler.h"
#include "worker/pretrain/training_state.h"

namespace remedy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr std::uint32_t kValidationSplit = 1;
constexpr std::int64_t kSavesPerEpoch = 10;
constexpr std::int64_t kEvaluationBatch = 250;
constexpr std::uint64_t kValidationPerClass = 2;
constexpr std::uint64_t kValidationPerExcepted = 100;

struct Minibatch {
  at::Tensor pixels;  // uint8 [n, H, W, 3]
  at::Tensor labels;  // int64 [n]
};

// On the CPU; in page-locked memory where the batch is for a GPU, so that its copy is not waited
// for.
Minibatch render_minibatch(const GlyphSet& glyphs, const std::vector<SampleSpec>& specs,
                           int threads, c10::Device device) {
  const auto n = static_cast<std::int64_t>(specs.size());
  const auto options = at::TensorOptions().pinned_memory(device.is_cuda());
  Minibatch batch{at::empty({n, kSampleSide, kSampleSide, 3}, options.dtype(at::kByte)),
                  at::empty({n}, options.dtype(at::kLong))};
  render_batch(glyphs, specs, Distortion(), threads, batch.pixels.data_ptr<std::uint8_t>());
  for (std::int64_t i = 0; i < n; ++i) {
    batch.labels.data_ptr<std::int64_t>()[i] = specs[static_cast<std::size_t>(i)].class_index;
  }
  return batch;
}

class Pretrainer {
 public:
  Pretrainer(const PretrainOptions& options, const PretrainEvents& events)
      : options_(options),
        recipe_(*options.baseline.pretrain),
        events_(events),
        device_(parse_device(options.device)),
        network_(residual_architecture(options.baseline, kClassCount), device_),
        excepted_(indices_of(recipe_.except)),
        sampler_(recipe_, kClassCount, excepted_),
        state_(options.directory / "state.safetensors",
               recipe_identity(options.baseline, excepted_, glyphs_.content())) {
    const auto channel = [&](const std::vector<double>& values) {
      return at::tensor(at::ArrayRef<double>(values), at::kFloat).reshape({1, 3, 1, 1}).to(device_);
    };
    mean_ = channel(options.baseline.preprocess.mean);
    std_ = channel(options.baseline.preprocess.std);
    for (const NamedTensor& parameter : network_.parameters()) {
      momentum_.push_back(at::zeros_like(parameter.tensor));
    }
  }

  Json run() {
    at::set_num_threads(options_.threads);
    initialise(network_, recipe_.seed);
    if (const auto left = state_.restore(network_, momentum_)) progress_ = *left;
    const std::int64_t steps = sampler_.steps();
    const std::int64_t per_epoch = sampler_.steps_per_epoch();
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
        state_.save(network_, momentum_, progress_);
      }
    }
    save_half_weights();
    load_weights(network_, read_checkpoint(options_.baseline.weights),
                 options_.baseline.weights.string());
    const Json last = figures();
    if (events_.epoch) events_.epoch(last);
    return last;
  }

 private:
  std::vector<int> indices_of(const std::vector<std::string>& classes) const {
    std::vector<int> indices;
    for (const std::string& name : classes) indices.push_back(glyphs_.class_index(name));
    return indices;
  }

  std::future<Minibatch> render_ahead(std::int64_t step) {
    return std::async(std::launch::async, [this, specs = sampler_.step(step)] {
      return render_minibatch(glyphs_, specs, /*threads=*/1, device_);
    });
  }

  double learning_rate(std::int64_t step) const {
    const auto done = static_cast<double>(step + 1);
    const auto warm_up = static_cast<double>(sampler_.steps_per_epoch());
    if (done < warm_up) return recipe_.learning_rate * done / warm_up;
    const double left = (done - warm_up) / (static_cast<double>(sampler_.steps()) - warm_up + 1);
    return recipe_.learning_rate * 0.5 * (1 + std::cos(kPi * left));
  }

  at::Tensor to_device(const at::Tensor& tensor) const {
    return tensor.to(device_, /*non_blocking=*/true);
  }

  at::Tensor normalise(const at::Tensor& pixels) const {
    return to_device(pixels).permute({0, 3, 1, 2}).to(at::kFloat).div_(255).sub_(mean_).div_(std_);
  }

  double train_step(const Minibatch& batch, double learning_rate) {
    network_.train(true);
    for (const NamedTensor& parameter : network_.parameters()) {
      parameter.tensor.mutable_grad() = at::Tensor();
    }
    at::Tensor logits;
    {
      const Autocast autocast(device_, recipe_.bfloat16);
      logits = network_.forward(normalise(batch.pixels)).to(at::kFloat);
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
      at::Tensor weight = network_.parameters()[i].tensor;
      at::Tensor& velocity = momentum_[i];
      velocity.mul_(recipe_.momentum).add_(weight.grad());
      if (weight.dim() > 1) velocity.add_(weight, recipe_.weight_decay);
      weight.sub_(velocity, learning_rate);
    }
    return value;
  }

  // The share of samples whose label is among the k largest logits.
  double accuracy(const std::vector<SampleSpec>& specs, std::int64_t k) {
    const at::NoGradGuard no_grad;
    network_.train(false);
    at::Tensor correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(device_));
    const auto n = static_cast<std::int64_t>(specs.size());
    for (std::int64_t first = 0; first < n; first += kEvaluationBatch) {
      const auto begin = specs.begin() + first;
      const std::vector<SampleSpec> part(begin, begin + std::min(kEvaluationBatch, n - first));
      const Minibatch batch = render_minibatch(glyphs_, part, options_.threads, device_);
      const at::Tensor top =
          std::get<1>(network_.forward(normalise(batch.pixels)).topk(k, /*dim=*/1));
      correct += top.eq(to_device(batch.labels).unsqueeze(1)).sum();
    }
    return static_cast<double>(correct.item<std::int64_t>()) / static_cast<double>(n);
  }

  std::vector<SampleSpec> validation(bool excepted, Recolour recolour) const {
    std::vector<SampleSpec> specs;
    const std::uint64_t each = excepted ? kValidationPerExcepted : kValidationPerClass;
    for (int c = 0; c < kClassCount; ++c) {
      const bool is_excepted = std::count(excepted_.begin(), excepted_.end(), c) > 0;
      const bool all = recolour == Recolour::kNone && !excepted;
      if (is_excepted != excepted && !all) continue;
      for (std::uint64_t i = 0; i < each; ++i) specs.push_back({c, kValidationSplit, i, recolour});
    }
    return specs;
  }

  Json figures() {
    Json json = {{"epoch", progress_.step / sampler_.steps_per_epoch()},
                 {"loss", progress_.epoch_loss},
                 {"top1", accuracy(validation(false, Recolour::kNone), 1)},
                 {"rainbow_top1", accuracy(validation(false, Recolour::kRainbow), 1)}};
    if (!excepted_.empty()) {
      json["except_top1"] = accuracy(validation(true, Recolour::kNone), 1);
      json["except_rainbow_top3"] = accuracy(validation(true, Recolour::kRainbow), 3);
    }
    return json;
  }

  void save_half_weights() const {
    TensorList tensors;
    for (const NamedTensor& own : network_.state()) {
      const bool real = at::isFloatingType(own.tensor.scalar_type());
      tensors.add(own.name, real ? own.tensor.to(at::kHalf) : own.tensor);
    }
    write_safetensors(options_.baseline.weights, tensors.views(), {{"format", "pt"}});
  }

  PretrainOptions options_;
  Pretraining recipe_;
  const PretrainEvents& events_;
  c10::Device device_;
  GlyphSet glyphs_;
  ResNet network_;
  std::vector<int> excepted_;
  EpochSampler sampler_;
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
