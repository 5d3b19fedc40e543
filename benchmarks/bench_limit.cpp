// What this libtorch reaches at best for a network: its bare convolutions in float32, no batch
// norm, no ReLU, nothing between them. The best of the rows is the limit that side_by_side.py
// names.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <benchmark/benchmark.h>

#include "convolutions.h"

namespace remedy::bench {
namespace {

constexpr std::int64_t kBatch = 32;

enum class Layout { kPlain, kChannelsLast, kBlocked };

// kBlocked: oneDNN's own layout for inputs, and weights reordered beforehand.
void place(Convolution& c, Layout layout) {
  if (layout == Layout::kChannelsLast) {
    c.input = c.input.contiguous(at::MemoryFormat::ChannelsLast);
    c.weight = c.weight.contiguous(at::MemoryFormat::ChannelsLast);
  } else if (layout == Layout::kBlocked) {
    c.input = c.input.to_mkldnn();
    c.weight = at::mkldnn_reorder_conv2d_weight(c.weight.to_mkldnn(), {c.padding, c.padding},
                                                {c.stride, c.stride}, {1, 1}, 1);
  }
}

void run(benchmark::State& state, const Architecture& architecture, std::int64_t side,
         Layout layout) {
  const at::NoGradGuard no_grad;
  auto all = convolutions(architecture, kBatch, side);
  const double work = operations(all);
  for (Convolution& c : all) place(c, layout);
  for (auto _ : state) {
    for (const Convolution& c : all) {
      benchmark::DoNotOptimize(at::conv2d(c.input, c.weight, /*bias=*/{}, c.stride, c.padding));
    }
  }
  state.SetItemsProcessed(state.iterations() * kBatch);
  state.counters["flops"] = benchmark::Counter(work, benchmark::Counter::kIsIterationInvariantRate);
}

void resnet18_224(benchmark::State& state, Layout layout) {
  run(state, {"resnet18", 1000, 64, Stem::kImageNet}, 224, layout);
}
void emojinet_64(benchmark::State& state, Layout layout) {
  run(state, {"resnet18", 1000, 32, Stem::kSmall}, 64, layout);
}
BENCHMARK_CAPTURE(resnet18_224, plain, Layout::kPlain)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(resnet18_224, channels_last, Layout::kChannelsLast)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(resnet18_224, blocked, Layout::kBlocked)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(emojinet_64, plain, Layout::kPlain)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(emojinet_64, channels_last, Layout::kChannelsLast)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(emojinet_64, blocked, Layout::kBlocked)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace remedy::bench
