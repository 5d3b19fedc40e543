#include "data/transform/resample.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "core/hash.h"
#include "data/image_files.h"
#include "data/transform/preprocess.h"
#include "places.h"

namespace remedy {
namespace {

using testing::generated_image;

std::string pixel_hash(const Image& image) {
  return Sha256().update(image.rgb.data(), image.rgb.size()).hex();
}

// $REMEDY_RESAMPLE_REFERENCE may name a longer file by the same script.
std::string reference_file() {
  const char* other = std::getenv("REMEDY_RESAMPLE_REFERENCE");
  return other != nullptr ? std::string(other)
                          : source_dir() + "/tests/data/fixtures/resample_reference.txt";
}

// One line of the reference, as make_resample_reference.py explains it.
Image result_of(const std::string& kind, const Image& image, int a, int b) {
  Preprocess options;
  options.resize = a;
  options.crop = b;
  if (kind == "resample") return resample(image, a, b);
  if (kind == "resample_bicubic") return resample(image, a, b, Interpolation::kBicubic);
  if (kind == "preprocess_bicubic") options.interpolation = Interpolation::kBicubic;
  if (kind == "exact") {
    options.resizing = Resizing::kExact;
    options.height = a;
    options.width = a + 5;
  }
  if (kind == "unsized") {
    options.resizing = Resizing::kNone;
    options.resize = 1;
    options.border = a;
  }
  if (kind == "twice") {
    options.first_crop = a;
    options.resizing = Resizing::kExact;
    options.height = options.width = b;
  }
  return preprocess(image, options);
}

TEST(Resample, EqualsPillowToTheBit) {
  std::ifstream reference(reference_file());
  std::string kind;
  std::string hash;
  int width = 0;
  int height = 0;
  int a = 0;
  int b = 0;
  std::map<std::string, int> cases;
  for (std::uint32_t seed = 0; reference >> kind >> width >> height >> a >> b >> hash; ++seed) {
    const Image image = generated_image(seed, width, height);
    EXPECT_EQ(pixel_hash(result_of(kind, image, a, b)), hash)
        << kind << " " << width << "x" << height << " by " << a << ", " << b;
    ++cases[kind];
  }
  EXPECT_GE(cases["resample"] + cases["preprocess"], 50);
  EXPECT_GE(cases["resample_bicubic"], 15);
  EXPECT_GE(cases["preprocess_bicubic"], 10);
  for (const char* other : {"exact", "unsized", "twice"}) EXPECT_EQ(cases[other], 3) << other;
}

TEST(Resample, RegionIsCutFromTheWhole) {
  const Image image = generated_image(1, 61, 47);
  for (const auto& [width, height] : {std::pair{40, 90}, {61, 20}, {100, 47}, {61, 47}}) {
    const Image whole = resample(image, width, height);
    const Region region{width / 3, height / 4, width / 2, height / 2};
    const Image part = resample(image, width, height, region);
    ASSERT_EQ(part.width, region.width);
    ASSERT_EQ(part.height, region.height);
    for (int y = 0; y < part.height; ++y) {
      const auto* expected =
          whole.rgb.data() + 3 * (std::size_t(region.top + y) * width + region.left);
      EXPECT_TRUE(std::equal(expected, expected + 3 * part.width,
                             part.rgb.data() + std::size_t{3} * y * part.width));
    }
  }
}

TEST(Resample, ConstantStaysConstant) {
  Image image{301, 203, std::vector<std::uint8_t>(3 * 301 * 203, 255)};
  for (const std::uint8_t value : resample(image, 7, 500).rgb) ASSERT_EQ(value, 255);
}

}  // namespace
}  // namespace remedy
