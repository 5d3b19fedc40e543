// Reading a baseline's weights: a state dict alone, and the checkpoint of a training script that
// holds the same weights, an optimizer's state and 600,000 floats of history (100 MB in all). The
// second has a counter `of_plain`: its time as a multiple of the first's.
#include <benchmark/benchmark.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "model/checkpoint/fit/baseline_weights.h"
#include "model/checkpoint/pickle_text.h"
#include "model/checkpoint/stored_zip.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

namespace p = testing::pickled;

class Archive {
 public:
  p::Items weights() {
    p::Items items;
    for (const ExpectedTensor& tensor : tensors_of({})) {
      items.emplace_back(tensor.name, add(tensor));
    }
    return items;
  }

  std::string optimizer() {
    std::string text = "}(";
    std::int64_t number = 0;
    for (const ExpectedTensor& tensor : tensors_of({})) {
      if (tensor.counter) continue;
      text += p::integer(number++) + p::dict({{"momentum_buffer", add(tensor)}});
    }
    return p::dict({{"state", text + "u"}, {"param_groups", p::list({})}});
  }

  void write(const std::filesystem::path& file, const std::string& value) {
    const std::string pickle = "\x80\x02" + value + ".";
    std::vector<ZipContent> entries = {{"a/data.pkl", pickle.data(), pickle.size()}};
    for (std::size_t i = 0; i < storages_.size(); ++i) {
      entries.push_back({"a/data/" + std::to_string(i), storages_[i].data(), storages_[i].size()});
    }
    std::ofstream out(file, std::ios::binary);
    write_stored_zip(file, entries, [&](const void* piece, std::size_t count) {
      out.write(static_cast<const char*>(piece), static_cast<std::streamsize>(count));
    });
  }

 private:
  std::string add(const ExpectedTensor& tensor) {
    std::vector<std::string> sizes, strides(tensor.shape.size());
    std::int64_t count = 1;
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
      strides[i] = p::integer(count);
      count *= tensor.shape[i];
    }
    for (const std::int64_t size : tensor.shape) sizes.push_back(p::integer(size));
    const std::string id = p::tuple(
        {p::text("storage"), p::global("torch", tensor.counter ? "LongStorage" : "FloatStorage"),
         p::text(std::to_string(storages_.size())), p::text("cpu"), p::integer(count)});
    storages_.emplace_back(static_cast<std::size_t>(count) * (tensor.counter ? 8 : 4), '\1');
    return p::call(
        p::global("torch._utils", "_rebuild_tensor_v2"),
        {id + "Q", p::integer(0), p::tuple(sizes), p::tuple(strides), "\x89", p::ordered_dict({})});
  }

  std::vector<std::string> storages_;
};

struct Files {
  Files() {
    Archive one, all;
    one.write(plain, p::ordered_dict(one.weights()));
    std::string history = "]";
    for (int batch = 0; batch < 600; ++batch) {
      history += "(";
      for (int i = 0; i < 1000; ++i) history += p::real(i);
      history += "e";
    }
    const std::string weights = p::ordered_dict(all.weights());
    all.write(whole, p::dict({{"history", history},
                              {"optimizer", all.optimizer()},
                              {"args", p::object("argparse", "Namespace", {})},
                              {"state_dict", weights}}));
  }

  const testing::TemporaryDirectory folder;
  const std::filesystem::path plain = folder / "plain.pth", whole = folder / "whole.pth";
};

const Files& files() {
  static const Files made;
  return made;
}

double read_seconds(const std::filesystem::path& file) {
  Baseline baseline;
  baseline.weights = file;
  const auto start = std::chrono::steady_clock::now();
  benchmark::DoNotOptimize(read_baseline_weights(baseline, 1000).weights.content());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void read_plain(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(read_seconds(files().plain));
}
BENCHMARK(read_plain)->Unit(benchmark::kMillisecond);

void read_with_optimizer_and_history(benchmark::State& state) {
  double whole = 0, plain = 0;
  for (auto _ : state) {
    whole += read_seconds(files().whole);
    state.PauseTiming();
    plain += read_seconds(files().plain);
    state.ResumeTiming();
  }
  state.counters["of_plain"] = whole / plain;
  state.counters["file_MB"] = static_cast<double>(std::filesystem::file_size(files().whole)) / 1e6;
}
BENCHMARK(read_with_optimizer_and_history)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace remedy

BENCHMARK_MAIN();
