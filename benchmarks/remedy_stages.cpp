// remedy_stages STUDY.yaml: times single stages of a study's work, one round of each, and prints
// JSON: {stage: {images or steps, seconds, ...}}. benchmarks/side_by_side.py runs it in turn with
// the peer's `stages`, which does the same work.
#include <ATen/ATen.h>
#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/parallel.h"
#include "data/decode/decode.h"
#include "data/transform/preprocess.h"
#include "evaluate/prefix_cache.h"
#include "evaluate/suite_tensor.h"
#include "launch/process/worker_process.h"
#include "metrics/sample_metrics.h"
#include "opened_study.h"
#include "temporary_directory.h"
#include "training_bench.h"

namespace remedy::bench {
namespace {

constexpr std::int64_t kBatch = 32;  // as the worker on a CPU

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Json skipped(const std::string& reason) { return {{"skipped", reason}}; }

// From files to normalised batches.
Json decode_stage(const OpenedStudy& study, std::size_t most, int threads) {
  const BenchSet& set = study.largest_suite();
  if (set.listing->glyphs != nullptr) {
    return skipped("the images of " + set.name + " are generated: nothing is decoded");
  }
  const std::size_t images = std::min(most, set.prepared.size());
  const Preprocess& options = study.preprocess();
  const std::size_t bytes = std::size_t{3} * options.crop * options.crop;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(kBatch) * bytes);
  double sum = 0;
  const auto start = Clock::now();
  for (std::size_t done = 0; done < images;) {
    const std::size_t count = std::min(static_cast<std::size_t>(kBatch), images - done);
    parallel_for(count, threads, [&](std::size_t i) {
      const std::string name = (set.listing->root / set.listing->images[done + i].path).string();
      const std::string file = read_file(name);
      const Image image = preprocess(
          decode(reinterpret_cast<const std::uint8_t*>(file.data()), file.size(), name), options);
      std::copy(image.rgb.begin(), image.rgb.end(),
                pixels.begin() + static_cast<std::ptrdiff_t>(i * bytes));
    });
    const SuiteTensor batch(pixels.data(), static_cast<std::int64_t>(count), options.crop,
                            options.crop, options, c10::Device("cpu"));
    sum += batch.images(0, static_cast<std::int64_t>(count)).sum().item<double>();
    done += count;
  }
  return {{"images", images}, {"seconds", seconds_since(start)}, {"sum", sum}};
}

// Logits of a suite's first images from its prepared file, then what is made of them.
Json evaluation_stage(OpenedStudy& study, std::size_t most, int threads) {
  const BenchSet& set = study.largest_suite();
  const std::size_t images = std::min(most, set.prepared.size());
  const std::vector<std::int32_t> labels(
      set.prepared.labels().begin(),
      set.prepared.labels().begin() + static_cast<std::ptrdiff_t>(images));
  const auto tensor = [&](std::size_t count) {
    return SuiteTensor(set.prepared.pixels(), static_cast<std::int64_t>(count),
                       set.prepared.height(), set.prepared.width(), study.preprocess(),
                       study.device());
  };
  const SuiteTensor suite = tensor(images);
  compute_logits(study.inference(), tensor(std::min(images, std::size_t{kBatch})), kBatch);
  const int classes = study.listing().classes.size();
  const auto start = Clock::now();
  const at::Tensor logits = compute_logits(study.inference(), suite, kBatch);
  const auto* values = logits.data_ptr<float>();
  const Outcomes made =
      outcomes(values, labels, classes, study.listing().target_classes.front(), threads);
  const Divergences differ = divergences(values, values, images, classes, threads);
  const double seconds = seconds_since(start);
  std::size_t right = 0;
  for (const std::int32_t rank : made.rank) right += rank == 0;
  return {{"images", images},
          {"seconds", seconds},
          {"top1", static_cast<double>(right) / static_cast<double>(images)},
          {"kl", differ.kl.front()}};
}

// The same from the images on, and for a network that shares all but its head with the baseline,
// whose features are there since an earlier trial.
Json reuse_stage(OpenedStudy& study, std::size_t most, int threads) {
  const BenchSet& set = study.largest_suite();
  const std::size_t images = std::min(most, set.prepared.size());
  const std::vector<std::int32_t> labels(
      set.prepared.labels().begin(),
      set.prepared.labels().begin() + static_cast<std::ptrdiff_t>(images));
  const SuiteTensor suite(set.prepared.pixels(), static_cast<std::int64_t>(images),
                          set.prepared.height(), set.prepared.width(), study.preprocess(),
                          study.device());
  CacheBudget budget;
  PrefixCache cache(study.inference(), suite, kBatch, budget);
  const auto seconds_of = [&](std::size_t unchanged) {
    const auto start = Clock::now();
    const at::Tensor logits = cache.logits(study.inference(), unchanged);
    const auto* values = logits.data_ptr<float>();
    const int classes = study.listing().classes.size();
    outcomes(values, labels, classes, study.listing().target_classes.front(), threads);
    divergences(values, values, images, classes, threads);
    return seconds_since(start);
  };
  seconds_of(0);
  const double whole = seconds_of(0);
  const double first = seconds_of(study.inference().stages());
  return {{"images", images},
          {"seconds_from_images", whole},
          {"seconds_head_only_first", first},
          {"seconds", seconds_of(study.inference().stages())}};
}

// A cache in which no suite is prepared, as long as the object lives.
class EmptyCache {
 public:
  EmptyCache() : before_(cache_directory()) { use(folder_.path()); }
  ~EmptyCache() { use(before_); }
  EmptyCache(const EmptyCache&) = delete;
  EmptyCache& operator=(const EmptyCache&) = delete;

 private:
  static void use(const std::filesystem::path& folder) {
    setenv("REMEDY_CACHE", folder.c_str(), /*overwrite=*/1);
  }

  std::filesystem::path before_;
  testing::TemporaryDirectory folder_;
};

// Private memory of this process, in bytes: what is resident beyond mapped files.
std::int64_t private_memory() {
  const std::string text = read_file("/proc/self/status");
  const std::size_t place = text.find("RssAnon:");
  return place == std::string::npos ? 0 : 1024 * std::stoll(text.substr(place + 8));
}

// The largest suite decoded into a cache of its own, then opened from there. Not part of the side
// by side: a script without prepared files has nothing to hold against it.
Json open_stage(const OpenedStudy& study, int threads) {
  const BenchSet& set = study.largest_suite();
  const EmptyCache cache;
  const auto begun = Clock::now();
  prepare(*set.listing, study.preprocess(), threads);
  const double decode_seconds = seconds_since(begun);
  malloc_trim(0);  // else what was freed is used again, and opening seems to need no memory
  const std::int64_t before = private_memory();
  const auto start = Clock::now();
  const PreparedSet opened = prepare(*set.listing, study.preprocess(), threads);
  const double seconds = seconds_since(start);
  const std::int64_t memory = private_memory() - before;
  std::uint64_t sum = 0;
  const std::size_t bytes =
      opened.size() * 3 * static_cast<std::size_t>(opened.height() * opened.width());
  for (std::size_t i = 0; i < bytes; i += 64) sum += opened.pixels()[i];
  return {{"images", opened.size()},
          {"seconds", seconds},
          {"decode_seconds", decode_seconds},
          {"seconds_with_pixels_read", seconds_since(start)},
          {"mapped_bytes", bytes},
          {"private_bytes", memory},
          {"private_bytes_with_pixels_read", private_memory() - before},
          {"sum", sum}};
}

// What decoding a suite while another is evaluated gains over one after the other: here the largest
// one is both, decoded into an empty cache and evaluated from the prepared file that there is.
Json overlap_stage(OpenedStudy& study, int threads) {
  const BenchSet& set = study.largest_suite();
  const SuiteTensor suite(set.prepared, study.preprocess(), study.device());
  compute_logits(study.inference(), suite, kBatch);  // first calls allocate
  const auto evaluate = [&] { compute_logits(study.inference(), suite, kBatch); };
  const auto decode = [&] { prepare(*set.listing, study.preprocess(), threads); };
  const auto seconds_of = [](const std::function<void()>& work) {
    const EmptyCache cache;
    const auto start = Clock::now();
    work();
    return seconds_since(start);
  };
  const double decoding = seconds_of(decode);
  const double evaluating = seconds_of(evaluate);
  const double together = seconds_of([&] {
    std::future<void> decoded = std::async(std::launch::async, decode);
    evaluate();
    decoded.get();
  });
  return {{"images", set.prepared.size()},
          {"decode_seconds", decoding},
          {"evaluation_seconds", evaluating},
          {"seconds_in_turn", decoding + evaluating},
          {"seconds", together}};
}

Json training_stage(const OpenedStudy& study, std::int64_t steps) {
  const Trial* trial = trained_trial(study.planned().plan);
  if (trial == nullptr) return skipped("no mixed_finetune or counterexample_finetune is planned");
  const auto network = study.copy_of_network();
  TrainingBench training(study, *trial);
  training.run(*network, /*steps=*/1);  // first calls allocate
  const auto start = Clock::now();
  training.run(*network, steps);
  return {{"trial", trial->id},
          {"steps", steps},
          {"images", training.images()},
          {"seconds", seconds_since(start)}};
}

}  // namespace
}  // namespace remedy::bench

int main(int argc, char** argv) {
  using namespace remedy::bench;
  // The environment that a worker has: libraries read it before main.
  static std::vector<std::string> settings = remedy::open_worker_settings();
  for (std::string& setting : settings) putenv(setting.data());
  if (!settings.empty()) execv("/proc/self/exe", argv);
  CLI::App program("Times single stages of a study's work, once");
  remedy::StudyArguments arguments;
  std::string study;
  std::vector<std::string> stages = {"decode", "evaluation", "training"};
  std::size_t images = 256;
  std::int64_t steps = 3;
  int threads = 2;
  program.add_option("STUDY", study)->required();
  program.add_option("--stages", stages, "decode, evaluation, reuse, training, open, overlap")
      ->delimiter(',');
  program.add_option("--images", images, "at most so many of the largest suite");
  program.add_option("--steps", steps, "of training")->check(CLI::PositiveNumber);
  program.add_option("--threads", threads)->check(CLI::PositiveNumber);
  program.add_option("--set", arguments.overrides, "key.path=value of the study");
  program.add_option("--only", arguments.only, "trials of these labels or ids");
  arguments.device = "cpu";
  program.add_option("--device", arguments.device,
                     "cpu, cuda or cuda:N; of all but decode and open");
  CLI11_PARSE(program, argc, argv);
  arguments.file = study;
  try {
    OpenedStudy opened(arguments, threads);
    remedy::Json result = remedy::Json::object();
    for (const std::string& stage : stages) {
      if (stage == "decode") result[stage] = decode_stage(opened, images, threads);
      if (stage == "evaluation") result[stage] = evaluation_stage(opened, images, threads);
      if (stage == "reuse") result[stage] = reuse_stage(opened, images, threads);
      if (stage == "open") result[stage] = open_stage(opened, threads);
      if (stage == "overlap") result[stage] = overlap_stage(opened, threads);
      if (stage == "training") result[stage] = training_stage(opened, steps);
    }
    std::printf("%s\n", result.dump().c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
