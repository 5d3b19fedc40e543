#include "data/resample.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "core/hash.h"
#include "data/preprocess.h"
#include "image_files.h"
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

TEST(Resample, EqualsPillowToTheBit) {
  std::ifstream reference(reference_file());
  std::string kind;
  std::string hash;
  int width = 0;
  int height = 0;
  int a = 0;
  int b = 0;
  std::uint32_t cases = 0;
  for (; reference >> kind >> width >> height >> a >> b >> hash; ++cases) {
    const Image image = generated_image(cases, width, height);
    Preprocess options;
    options.resize = a;
    options.crop = b;
    const bool bicubic = kind.rfind("bicubic-", 0) == 0;
    if (bicubic) options.interpolation = Interpolation::kBicubic;
    const bool whole = kind.find("resample") != std::string::npos;
    const Image result =
        whole ? resample(image, a, b, options.interpolation) : preprocess(image, options);
    EXPECT_EQ(pixel_hash(result), hash)
        << kind << " " << width << "x" << height << " by " << a << ", " << b;
  }
  EXPECT_GE(cases, 100U);
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
