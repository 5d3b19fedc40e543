// Forward passes and training steps of the two networks that the shipped studies use, with 2
// threads (REMEDY_BENCH_THREADS) and random weights.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <benchmark/benchmark.h>
#include <torch/optim/sgd.h>

#include <cmath>

#include "model/architectures/resnet.h"
#include "model/inference.h"
#include "plain_forward.h"

namespace remedy::bench {
namespace {

struct Subject {
  Architecture architecture;
  std::int64_t side;
};

const Subject kResNet18{{"resnet18", 1000, 64, Stem::kImageNet}, 224};
const Subject kEmojiNet{{"resnet18", 1000, 32, Stem::kSmall}, 64};

std::unique_ptr<ResNet> make_network(const Subject& subject) {
  auto network = std::make_unique<ResNet>(subject.architecture, c10::Device("cpu"));
  const at::NoGradGuard no_grad;
  at::manual_seed(1);
  for (const NamedTensor& parameter : network->parameters()) {
    const at::Tensor& tensor = parameter.tensor;
    if (tensor.dim() < 2) {
      tensor.fill_(parameter.name.find("bias") == std::string::npos ? 1 : 0);
    } else {
      tensor.copy_(at::randn(tensor.sizes()) *
                   std::sqrt(2.0 / static_cast<double>(tensor[0].numel())));
    }
  }
  return network;
}

at::Tensor make_images(const Subject& subject, std::int64_t batch) {
  return at::randn({batch, 3, subject.side, subject.side})
      .contiguous(at::MemoryFormat::ChannelsLast);
}

// As a model runs while it is trained and probed.
void forward_channels_last(benchmark::State& state, const Subject& subject) {
  const at::NoGradGuard no_grad;
  const auto network = make_network(subject);
  const at::Tensor images = make_images(subject, state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(network->forward(images));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// As torch's defaults have it: tensors in NCHW.
void forward_plain(benchmark::State& state, const Subject& subject) {
  const at::NoGradGuard no_grad;
  const PlainResNet network(*make_network(subject));
  const at::Tensor images = make_images(subject, state.range(0)).contiguous();
  for (auto _ : state) benchmark::DoNotOptimize(network.forward(images));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void forward_inference(benchmark::State& state, const Subject& subject, Precision precision) {
  const auto network = make_network(subject);
  const auto inference = make_inference_network(*network, precision);
  const at::Tensor images = make_images(subject, state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(inference->run(images, 0, inference->stages()));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetLabel(inference->kind());
}

// As the worker evaluates.
void forward_fused(benchmark::State& state, const Subject& subject) {
  forward_inference(state, subject, Precision::kFloat32);
}

void forward_bfloat16(benchmark::State& state, const Subject& subject) {
  forward_inference(state, subject, Precision::kBFloat16);
}

// What every trial pays before it is evaluated: folding, and packing at the first batch.
void make_inference(benchmark::State& state, const Subject& subject) {
  const auto network = make_network(subject);
  const at::Tensor images = make_images(subject, state.range(0));
  for (auto _ : state) {
    const auto inference = make_inference_network(*network, Precision::kFloat32);
    benchmark::DoNotOptimize(inference->run(images, 0, inference->stages()));
  }
}

// Forward, backward and SGD over one full batch, batch norm in training mode, as mixed_finetune.
void training_step(benchmark::State& state, const Subject& subject) {
  const auto network = make_network(subject);
  network->train(true);
  const at::Tensor images = make_images(subject, state.range(0));
  const at::Tensor labels = at::randint(1000, {state.range(0)}, at::kLong);
  std::vector<at::Tensor> parameters;
  for (const NamedTensor& parameter : network->parameters()) parameters.push_back(parameter.tensor);
  torch::optim::SGD optimizer(parameters, torch::optim::SGDOptions(1e-3).momentum(0.9));
  for (auto _ : state) {
    optimizer.zero_grad();
    at::cross_entropy_loss(network->forward(images), labels).backward();
    optimizer.step();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

#define REMEDY_BENCH(FUNCTION, NAME, SUBJECT, BATCH) \
  BENCHMARK_CAPTURE(FUNCTION, NAME, SUBJECT)         \
      ->Arg(BATCH)                                   \
      ->UseRealTime()                                \
      ->Unit(benchmark::kMillisecond)
REMEDY_BENCH(forward_plain, resnet18_224, kResNet18, 32);
REMEDY_BENCH(forward_plain, emojinet_64, kEmojiNet, 32);
REMEDY_BENCH(forward_channels_last, resnet18_224, kResNet18, 32);
REMEDY_BENCH(forward_channels_last, emojinet_64, kEmojiNet, 32);
REMEDY_BENCH(forward_fused, resnet18_224, kResNet18, 32);
REMEDY_BENCH(forward_fused, emojinet_64, kEmojiNet, 32);
REMEDY_BENCH(forward_bfloat16, resnet18_224, kResNet18, 32);
REMEDY_BENCH(forward_bfloat16, emojinet_64, kEmojiNet, 32);
REMEDY_BENCH(make_inference, resnet18_224, kResNet18, 1);
REMEDY_BENCH(training_step, resnet18_224, kResNet18, 32);
REMEDY_BENCH(training_step, emojinet_64, kEmojiNet, 110);

}  // namespace
}  // namespace remedy::bench
