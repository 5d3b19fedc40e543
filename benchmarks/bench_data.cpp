// From image files to what a network is given, on one thread.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <numeric>
#include <opencv2/imgcodecs.hpp>

#include "core/hash.h"
#include "data/decode/decode.h"
#include "data/emoji/sample.h"
#include "data/prepared/suite_file.h"
#include "data/transform/preprocess.h"
#include "data/transform/resample.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

// The size that most of ImageNet has, with edges and noise.
constexpr int kWidth = 500, kHeight = 375;

std::vector<unsigned char> encoded(const char* extension) {
  cv::Mat image(kHeight, kWidth, CV_8UC3);
  std::uint32_t noise = 1;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      noise = noise * 1664525 + 1013904223;
      const double wave = 100 + 60 * std::sin(0.05 * x) * std::cos(0.03 * y);
      const auto value =
          static_cast<unsigned char>(wave + (x / 40 + y / 40) % 2 * 40 + noise / 4e8);
      image.at<cv::Vec3b>(y, x) = cv::Vec3b(value, static_cast<unsigned char>(255 - value), value);
    }
  }
  std::vector<unsigned char> bytes;
  cv::imencode(extension, image, bytes);
  return bytes;
}

void decode_image(benchmark::State& state, const char* extension) {
  const auto bytes = encoded(extension);
  for (auto _ : state) benchmark::DoNotOptimize(decode(bytes.data(), bytes.size(), "made up"));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(decode_image, jpeg, ".jpg")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decode_image, png, ".png")->Unit(benchmark::kMicrosecond);

void resize_and_crop(benchmark::State& state) {
  const auto bytes = encoded(".jpg");
  const Image image = decode(bytes.data(), bytes.size(), "made up");
  for (auto _ : state) benchmark::DoNotOptimize(preprocess(image, Preprocess()));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(resize_and_crop)->Unit(benchmark::kMicrosecond);

void decode_resize_and_crop(benchmark::State& state) {
  const auto bytes = encoded(".jpg");
  for (auto _ : state) {
    const Image image = decode(bytes.data(), bytes.size(), "made up");
    benchmark::DoNotOptimize(preprocess(image, Preprocess()));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(decode_resize_and_crop)->Unit(benchmark::kMicrosecond);

// Opens a prepared file of 64 x 64 px images; `read`: and reads every pixel, from the page cache.
void open_prepared_suite(benchmark::State& state, bool read) {
  const testing::TemporaryDirectory folder;
  const SuiteShape shape{"benchmark", static_cast<std::size_t>(state.range(0)), 64, 64};
  const std::vector<std::uint8_t> image(shape.image_bytes(), 7);
  SuiteWriter writer(folder / "images.suite", shape);
  for (std::size_t i = 0; i < shape.images; ++i) writer.append(image.data(), 1);
  // The SHA-256 of an image is looked at for the first and the last.
  std::vector<std::string> hashes(
      shape.images,
      sha256(std::string_view(reinterpret_cast<const char*>(image.data()), image.size())));
  writer.finish(hashes);
  for (auto _ : state) {
    const auto suite = open_suite(folder / "images.suite", shape);
    if (!suite) return state.SkipWithError("the prepared file cannot be opened");
    if (!read) continue;
    const std::uint8_t* end = suite->pixels + shape.images * shape.image_bytes();
    benchmark::DoNotOptimize(std::accumulate(suite->pixels, end, std::uint64_t{0}));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(open_prepared_suite, headers, false)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(open_prepared_suite, pixels, true)->Arg(1000)->Unit(benchmark::kMicrosecond);

void render_emoji(benchmark::State& state) {
  if (!std::filesystem::exists(EmojiFiles().font)) {
    return state.SkipWithError("needs the package fonts-noto-color-emoji");
  }
  const GlyphSet glyphs;
  std::vector<std::uint8_t> rgb(kSampleBytes);
  SampleSpec spec;
  for (auto _ : state) {
    spec.class_index = static_cast<int>(++spec.index % 1000);
    render(glyphs, spec, Distortion(), rgb.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(render_emoji)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace remedy

BENCHMARK_MAIN();
