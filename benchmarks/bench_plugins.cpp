// What remediations cost beside the network: dfr's fit of a head of 1000 classes on 512 features,
// with 2 threads (REMEDY_BENCH_THREADS).
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <benchmark/benchmark.h>

#include "plugins/dfr/l1_logistic.h"

namespace remedy::bench {
namespace {

// As many images as the argument says, each of a class of its own, for 300 steps: 20 are a balanced
// subset of the shipped designs' 110.
void dfr_fit(benchmark::State& state, double penalty, bool from_nothing) {
  constexpr std::int64_t kClasses = 1000, kFeatures = 512;
  const at::NoGradGuard no_grad;
  at::manual_seed(1);
  const std::int64_t images = state.range(0);
  const at::Tensor raw = at::rand({images, kFeatures}, at::kDouble).pow(3);
  const at::Tensor features = (raw - raw.mean(0)) / raw.std(0, /*unbiased=*/false);
  const at::Tensor x = at::cat({features, at::ones({images, 1}, at::kDouble)}, 1);
  at::Tensor centre = at::randn({kClasses, kFeatures + 1}, at::kDouble) * 0.05;
  if (from_nothing) centre.zero_();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        dfr::fit_l1_logistic(x, at::arange(images), centre, penalty, /*steps=*/300));
  }
}

#define REMEDY_BENCH_DFR(NAME, PENALTY, FROM_NOTHING)     \
  BENCHMARK_CAPTURE(dfr_fit, NAME, PENALTY, FROM_NOTHING) \
      ->Arg(20)                                           \
      ->Arg(110)                                          \
      ->MeasureProcessCPUTime()                           \
      ->UseRealTime()                                     \
      ->Unit(benchmark::kMillisecond)
REMEDY_BENCH_DFR(towards_zero, 0.05, true);
REMEDY_BENCH_DFR(towards_zero_weakly, 0.005, true);
REMEDY_BENCH_DFR(towards_baseline, 0.05, false);

}  // namespace
}  // namespace remedy::bench
