// Reading and planning the published design: ten class counts, five draws, five rates.
#include <benchmark/benchmark.h>

#include "hot_path_benchmarks.h"

int main(int argc, char** argv) {
  remedy::bench::register_hot_paths("study", /*trials=*/5);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
