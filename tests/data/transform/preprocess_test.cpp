#include "data/transform/preprocess.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/image_files.h"
#include "data/transform/resample.h"

namespace remedy {
namespace {

using testing::generated_image;

Preprocess sizes(int resize, int crop) {
  Preprocess options;
  options.resize = resize;
  options.crop = crop;
  return options;
}

TEST(Preprocess, LeavesAPictureOfTheRightSizeAlone) {
  const Image image = generated_image(3, 24, 24);
  EXPECT_EQ(preprocess(image, sizes(24, 24)).rgb, image.rgb);
}

TEST(Preprocess, LongerSideLosesItsFraction) {
  // 20 * 33 / 31 = 21.29: 21 columns, of which a crop of 21 takes all.
  const Image image = generated_image(4, 33, 31);
  const Image result = preprocess(image, sizes(20, 20));
  const Image whole = resample(image, 21, 20);
  // (21 - 20) / 2 = 0.5 rounds to the even 0.
  EXPECT_TRUE(std::equal(result.rgb.begin(), result.rgb.begin() + 60, whole.rgb.begin()));
}

TEST(Preprocess, HalfABorderOfThreeIsTwo) {
  const Image image = generated_image(5, 13, 13);
  const Image result = preprocess(image, sizes(13, 10));
  const auto* expected = image.rgb.data() + 3 * (2 * 13 + 2);
  EXPECT_TRUE(std::equal(expected, expected + 30, result.rgb.data()));
}

TEST(Preprocess, CropBeyondThePictureIsPaddedWithBlack) {
  const Image image{2, 2, std::vector<std::uint8_t>(12, 200)};
  const Image result = preprocess(image, sizes(2, 5));
  ASSERT_EQ(result.width, 5);
  ASSERT_EQ(result.height, 5);
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 5; ++x) {
      const bool inside = (x == 1 || x == 2) && (y == 1 || y == 2);
      EXPECT_EQ(result.rgb[3 * (y * 5 + x)], inside ? 200 : 0) << x << ", " << y;
    }
  }
}

TEST(Preprocess, ComputesOnlyWhatTheCropNeeds) {
  // The whole resized picture would have 256 * 15,360,000 pixels.
  const Image strip = generated_image(6, 60000, 1);
  EXPECT_EQ(preprocess(strip, sizes(256, 224)).rgb.size(), std::size_t{3 * 224 * 224});
}

TEST(Preprocess, RefusesABorderThatLeavesNothing) {
  Preprocess options = sizes(4, 4);
  options.border = 2;
  EXPECT_THROW(preprocess(generated_image(8, 9, 4), options), Error);
}

TEST(Preprocess, TextOfTheDefaultsIsThatOfOlderRecords) {
  EXPECT_EQ(to_text(Preprocess()),
            "resize 256, crop 224, mean [0.485, 0.456, 0.406], std [0.229, 0.224, 0.225]");
}

TEST(Preprocess, TextNamesEveryStepThatIsNotTheDefault) {
  Preprocess options = sizes(256, 224);
  options.border = 2;
  options.first_crop = 178;
  options.resizing = Resizing::kExact;
  options.height = 224;
  options.width = 256;
  options.interpolation = Interpolation::kBicubic;
  EXPECT_EQ(geometry_text(options),
            "border 2, first crop 178, resize to 224x256 bicubic, crop 224");
}

TEST(Preprocess, RefusesSizesBelowOne) {
  const Image image = generated_image(7, 4, 4);
  EXPECT_THROW(preprocess(image, sizes(0, 4)), Error);
  EXPECT_THROW(preprocess(image, sizes(4, -1)), Error);
}

}  // namespace
}  // namespace remedy
