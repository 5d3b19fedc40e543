#include "data/prepared/perceptual_hash.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "core/error.h"
#include "core/file.h"
#include "core/parallel.h"

namespace remedy {
namespace {

constexpr int kSide = 32;  // cells
constexpr int kWaves = 9;  // frequencies of each axis, of which 64 of 81 are taken
constexpr double kPi = 3.14159265358979323846;
// Of the squares of the frequencies, in levels of grey: below it a picture is nearly of one colour.
constexpr double kTelling = 1e4;
// To be raised with any change of the bits.
constexpr char kVersion[] = "phash 1\n";

using Cosines = std::array<std::array<double, kSide>, kWaves>;

const Cosines& cosines() {
  static const Cosines table = [] {
    Cosines result{};
    for (std::size_t wave = 0; wave < kWaves; ++wave) {
      for (std::size_t i = 0; i < kSide; ++i) {
        result[wave][i] =
            std::cos(kPi * static_cast<double>(wave) * (static_cast<double>(i) + 0.5) / kSide);
      }
    }
    return result;
  }();
  return table;
}

// The first pixel of a cell, of `cells` along a side of `pixels`.
int edge(int cell, int cells, int pixels) {
  return static_cast<int>(static_cast<std::int64_t>(cell) * pixels / cells);
}

// The sum over the pixels of a cell of what `value` gives for one, divided by their number. A side
// of fewer pixels than cells repeats pixels.
template <typename Value>
double cell_mean(const std::uint8_t* rgb, int height, int width, int cells, int row, int column,
                 Value&& value) {
  const int top = edge(row, cells, height), left = edge(column, cells, width);
  const int bottom = std::max(edge(row + 1, cells, height), top + 1);
  const int right = std::max(edge(column + 1, cells, width), left + 1);
  std::int64_t sum = 0;
  for (int y = top; y < bottom; ++y) {
    const std::uint8_t* pixel = rgb + 3 * (static_cast<std::ptrdiff_t>(y) * width + left);
    for (int x = left; x < right; ++x, pixel += 3) sum += value(pixel);
  }
  return static_cast<double>(sum) / ((bottom - top) * (right - left));
}

std::string to_bytes(const std::vector<PerceptualHash>& hashes) {
  std::string bytes = kVersion;
  for (const PerceptualHash& hash : hashes) {
    char text[9];
    std::memcpy(text, &hash.bits, 8);
    text[8] = hash.telling ? 1 : 0;
    bytes.append(text, sizeof text);
  }
  return bytes;
}

// Empty where the bytes are not those of so many images.
std::vector<PerceptualHash> from_bytes(const std::string& bytes, std::size_t images) {
  const std::size_t start = sizeof kVersion - 1;
  if (bytes.size() != start + 9 * images || bytes.compare(0, start, kVersion) != 0) return {};
  std::vector<PerceptualHash> hashes(images);
  for (std::size_t i = 0; i < images; ++i) {
    std::memcpy(&hashes[i].bits, bytes.data() + start + 9 * i, 8);
    hashes[i].telling = bytes[start + 9 * i + 8] != 0;
  }
  return hashes;
}

}  // namespace

PerceptualHash perceptual_hash(const std::uint8_t* rgb, int height, int width) {
  std::array<std::array<double, kSide>, kSide> grey{};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      grey[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] =
          cell_mean(rgb, height, width, kSide, y, x,
                    [](const std::uint8_t* p) { return 299 * p[0] + 587 * p[1] + 114 * p[2]; }) /
          1000;
    }
  }
  // Along the rows, then along the columns.
  std::array<std::array<double, kSide>, kWaves> across{};
  for (std::size_t wave = 0; wave < kWaves; ++wave) {
    for (std::size_t y = 0; y < kSide; ++y) {
      for (std::size_t x = 0; x < kSide; ++x) {
        across[wave][y] += grey[y][x] * cosines()[wave][x];
      }
    }
  }
  // In the order of their sum, so that the 64 that are taken are the lowest; without the mean.
  std::vector<double> found;
  for (std::size_t sum = 1; found.size() < 64; ++sum) {
    for (std::size_t u = 0; u <= sum && found.size() < 64; ++u) {
      const std::size_t v = sum - u;
      if (u >= kWaves || v >= kWaves) continue;
      double value = 0;
      for (std::size_t y = 0; y < kSide; ++y) value += across[u][y] * cosines()[v][y];
      found.push_back(value);
    }
  }
  std::vector<double> sorted = found;
  std::nth_element(sorted.begin(), sorted.begin() + 32, sorted.end());
  const double median = sorted[32];
  PerceptualHash hash;
  double energy = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i] > median) hash.bits |= std::uint64_t{1} << i;
    energy += found[i] * found[i];
  }
  hash.telling = energy / 64 > kTelling;
  return hash;
}

Thumbnail thumbnail(const std::uint8_t* rgb, int height, int width) {
  constexpr int kCells = 8;
  Thumbnail result{};
  std::size_t at = 0;
  for (int y = 0; y < kCells; ++y) {
    for (int x = 0; x < kCells; ++x) {
      for (int c = 0; c < 3; ++c) {
        result[at++] = static_cast<float>(cell_mean(rgb, height, width, kCells, y, x,
                                                    [c](const std::uint8_t* p) { return p[c]; }));
      }
    }
  }
  return result;
}

std::vector<PerceptualHash> perceptual_hashes(const PreparedSet& set, int threads) {
  const auto file = cache_directory() / "hashes" / (set.content() + ".phash");
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    std::vector<PerceptualHash> kept = from_bytes(read_file(file), set.size());
    if (!kept.empty()) return kept;
  }
  std::vector<PerceptualHash> hashes(set.size());
  parallel_for(set.size(), threads, [&](std::size_t i) {
    hashes[i] = perceptual_hash(set.image(i), set.height(), set.width());
  });
  try {
    write_file(file, to_bytes(hashes));
  } catch (const Error&) {
    // A cache that cannot be written costs time alone.
  }
  return hashes;
}

}  // namespace remedy
