// Tests at the sizes of the published design: five draws of ten class counts.
#include <benchmark/benchmark.h>

#include <cmath>

#include "statistics/hypothesis/isotonic.h"
#include "statistics/hypothesis/page.h"

namespace remedy::statistics {
namespace {

// A rise with noise; no two values are equal.
std::vector<double> series(int points, int draw) {
  std::vector<double> values;
  for (int i = 0; i < points; ++i) values.push_back(0.1 * i + std::sin(3.7 * i + 1.3 * draw));
  return values;
}

std::vector<std::vector<double>> sweep(int draws, int points) {
  std::vector<std::vector<double>> blocks;
  for (int draw = 0; draw < draws; ++draw) blocks.push_back(series(points, draw));
  return blocks;
}

void page_exact(benchmark::State& state) {
  const auto blocks = sweep(5, static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(page_trend(blocks));
}
BENCHMARK(page_exact)->Arg(7)->Arg(10)->Unit(benchmark::kMicrosecond);

void isotonic_against_its_null(benchmark::State& state) {
  const auto values = series(static_cast<int>(state.range(0)), 0);
  for (auto _ : state) benchmark::DoNotOptimize(isotonic_test(values, Direction::kRising));
}
BENCHMARK(isotonic_against_its_null)->Arg(7)->Arg(10)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace remedy::statistics

BENCHMARK_MAIN();
