// A report of 1000 trials.
#include <benchmark/benchmark.h>

#include "hot_path_benchmarks.h"

int main(int argc, char** argv) {
  remedy::bench::register_hot_paths("report", /*trials=*/1000);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
