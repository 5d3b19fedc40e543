// A manifest of a million rows: read as a study reads it, with two groupings, beside the plain way
// to get its values, a std::string each. `peak_MB` is what reading adds to the memory of the
// process.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/file.h"
#include "data/manifest_source.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

constexpr int kRows = 1'000'000;

class Manifest {
 public:
  Manifest() {
    std::string text = "img_id,img_filename,y,split,place,place_filename\n";
    for (int i = 0; i < kRows; ++i) {
      text += fmt::format("{},{:03}.Bird/Bird_{:07}.jpg,{},{},{},/o/ocean/{:08}.jpg\n", i, i % 200,
                          i, i % 2, i % 3, i % 5 == 0, i);
    }
    write_file(folder_ / "metadata.csv", text);
    write_file(folder_ / "classes.txt", "landbird landbird\nwaterbird waterbird\n");
  }
  std::filesystem::path file() const { return folder_ / "metadata.csv"; }
  std::filesystem::path classes() const { return folder_ / "classes.txt"; }

 private:
  testing::TemporaryDirectory folder_;
};

const Manifest& manifest() {
  static const Manifest one;
  return one;
}

// A line of /proc/self/status, in MB.
double memory(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(key, 0) == 0) return std::stod(line.substr(key.size() + 1)) * 1024 / 1e6;
  }
  return 0;
}

// Measures `work` once an iteration, and how far memory grows at most.
template <typename Work>
void measure(benchmark::State& state, Work work) {
  (void)manifest();
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak starts anew
  const double before = memory("VmRSS:");
  for (auto _ : state) work();
  state.counters["peak_MB"] = memory("VmHWM:") - before;
  state.SetItemsProcessed(state.iterations() * kRows);
}

void read_as_a_study(benchmark::State& state) {
  measure(state, [] {
    ManifestSource source;
    source.file = manifest().file();
    source.root = source.file.parent_path();
    ImageSet set;
    set.source = source;
    set.groupings = {{"bird_on", {"label", "place"}, false, "train", {}},
                     {"place", {"place"}, false, "", {}}};
    const ClassList classes(manifest().classes());
    benchmark::DoNotOptimize(ManifestImages(set, classes).read(/*look_for_files=*/false));
  });
}
BENCHMARK(read_as_a_study)->Unit(benchmark::kMillisecond);

void split_into_strings(benchmark::State& state) {
  measure(state, [] {
    std::vector<std::vector<std::string>> rows;
    std::ifstream file(manifest().file());
    for (std::string line; std::getline(file, line);) {
      std::istringstream values(line);
      rows.emplace_back();
      for (std::string value; std::getline(values, value, ',');) rows.back().push_back(value);
    }
    benchmark::DoNotOptimize(rows.data());
  });
}
BENCHMARK(split_into_strings)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace remedy

BENCHMARK_MAIN();
