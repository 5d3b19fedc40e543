// main() of the benchmarks that run libtorch: with 2 threads, or as many as REMEDY_BENCH_THREADS
// says, since Debian's libtorch would start with one and others with all.
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  const char* given = std::getenv("REMEDY_BENCH_THREADS");
  const int threads = given != nullptr ? std::max(1, std::atoi(given)) : 2;
  at::set_num_threads(threads);
  benchmark::AddCustomContext("threads", std::to_string(threads));
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
