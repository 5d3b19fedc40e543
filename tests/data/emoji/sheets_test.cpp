// Not a check but a look: with REMEDY_WRITE_SHEETS=<folder>, writes contact sheets there (PPM).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "core/file.h"
#include "data/emoji/random_stream.h"
#include "data/emoji/sample.h"
#include "shared_glyphs.h"

namespace remedy {
namespace {

constexpr std::size_t kColumns = 10;

void write_sheet(const std::filesystem::path& file, const std::vector<SampleSpec>& specs) {
  std::vector<std::uint8_t> samples(specs.size() * kSampleBytes);
  render_batch(testing::glyphs(), specs, {}, 1, samples.data());
  constexpr std::size_t kRow = std::size_t{kSampleSide} * 3;
  const std::size_t rows = specs.size() / kColumns;
  std::string picture = fmt::format("P6\n{} {}\n255\n", kColumns * kSampleSide, rows * kSampleSide);
  for (std::size_t line = 0; line < rows * kSampleSide; ++line) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      const std::size_t sample = line / kSampleSide * kColumns + column;
      const auto* from = samples.data() + sample * kSampleBytes + line % kSampleSide * kRow;
      picture.append(from, from + kRow);
    }
  }
  write_file(file, picture);
}

TEST(Sheets, AreWrittenOnRequest) {
  const char* folder = std::getenv("REMEDY_WRITE_SHEETS");
  if (folder == nullptr) GTEST_SKIP() << "only on request: set REMEDY_WRITE_SHEETS to a folder";
  const int cow = testing::glyphs().class_index("cow");
  for (const Recolour recolour : {Recolour::kNone, Recolour::kRainbow}) {
    const std::string suffix = recolour == Recolour::kNone ? ".ppm" : "-rainbow.ppm";
    RandomStream stream(0, 0, 0, Purpose::kNoise);
    std::vector<SampleSpec> cows;
    std::vector<SampleSpec> others;
    for (std::uint64_t index = 0; index < 100; ++index) {
      cows.push_back({cow, 0, index, recolour});
      others.push_back({stream.below(1000), 0, index, recolour});
    }
    write_sheet(std::filesystem::path(folder) / ("cows" + suffix), cows);
    write_sheet(std::filesystem::path(folder) / ("others" + suffix), others);
  }
}

}  // namespace
}  // namespace remedy
