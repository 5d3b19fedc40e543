// From logits to a record's figures: 100 images of 1000 classes.
#include <benchmark/benchmark.h>

#include "hot_path_benchmarks.h"

int main(int argc, char** argv) {
  remedy::bench::register_hot_paths("metrics", /*trials=*/5);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
