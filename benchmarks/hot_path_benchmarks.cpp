#include "hot_path_benchmarks.h"

#include <benchmark/benchmark.h>

#include "cost/hot_paths.h"

namespace remedy::bench {

void register_hot_paths(const std::string& room, int trials) {
  for (const cost::HotPath& path : cost::hot_paths(trials, room)) {
    benchmark::RegisterBenchmark(path.name.c_str(), [path](benchmark::State& state) {
      for (auto _ : state) path.work();
    })->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace remedy::bench
