#include "data/transform/cue_bank.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "core/error.h"
#include "core/hash.h"
#include "data/image_files.h"
#include "places.h"

namespace remedy {
namespace {

using testing::generated_image;

SubjectMask striped_mask(int width, int height) {
  SubjectMask mask;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) mask.push_back((7 * x + 13 * y) % 16 < 8 ? 255 : 0);
  }
  return mask;
}

TEST(CueBank, EqualsPlainPythonToTheBit) {
  std::ifstream reference(source_dir() + "/tests/data/fixtures/cue_reference.txt");
  std::string name, hash;
  std::int64_t amount = 0;
  std::uint64_t seed = 0;
  int width = 0, height = 0;
  std::set<std::string> met;
  for (std::uint32_t n = 0; reference >> name >> amount >> seed >> width >> height >> hash; ++n) {
    const Image result = transformed(generated_image(n, width, height), striped_mask(width, height),
                                     {name, amount}, seed);
    EXPECT_EQ(Sha256().update(result.rgb.data(), result.rgb.size()).hex(), hash)
        << name << " " << amount << " of " << width << "x" << height;
    met.insert(name);
  }
  for (const CueTransformInfo& info : cue_transforms()) {
    const bool is_met = met.count(info.name) > 0;
    const std::string name_of = info.name;
    EXPECT_NE(is_met, name_of == "jpeg" || name_of == "watermark") << info.name;
  }
}

TEST(CueBank, JpegIsLossyAndTheSameEveryTime) {
  const Image image = generated_image(1, 40, 30);
  const Image once = transformed(image, {}, {"jpeg", 10}, 0);
  EXPECT_NE(once.rgb, image.rgb);
  EXPECT_EQ(transformed(image, {}, {"jpeg", 10}, 1).rgb, once.rgb);
  double squares = 0;  // of a plain picture little is lost
  const Image plain{16, 16, std::vector<std::uint8_t>(3 * 256, 200)};
  const Image again = transformed(plain, {}, {"jpeg", 90}, 0);
  for (std::size_t i = 0; i < plain.rgb.size(); ++i) {
    squares += (plain.rgb[i] - again.rgb[i]) * (plain.rgb[i] - again.rgb[i]);
  }
  EXPECT_LT(squares / static_cast<double>(plain.rgb.size()), 4);
}

TEST(CueBank, AnotherSeedGivesAnotherPicture) {
  const Image image = generated_image(2, 32, 32);
  EXPECT_NE(transformed(image, {}, {"patch_shuffle", 4}, 1).rgb,
            transformed(image, {}, {"patch_shuffle", 4}, 2).rgb);
  EXPECT_NE(transformed(image, {}, {"rainbow", 0}, 1).rgb,
            transformed(image, {}, {"rainbow", 0}, 2).rgb);
}

TEST(CueBank, WithoutAMaskTheWholePictureIsTheSubject) {
  const Image image = generated_image(3, 32, 32);
  EXPECT_EQ(transformed(image, {}, {"rainbow", 0}, 5).rgb,
            transformed(image, SubjectMask(32 * 32, 255), {"rainbow", 0}, 5).rgb);
}

TEST(CueBank, HalfATurnTwiceIsNone) {
  const Image image = generated_image(4, 45, 31);
  const Image once = transformed(image, {}, {"rotate", 180}, 0);
  EXPECT_EQ(transformed(once, {}, {"rotate", 180}, 0).rgb, image.rgb);
}

TEST(CueBank, RefusesWhatCannotBe) {
  const Image image = generated_image(5, 20, 10);
  EXPECT_THROW(transformed(image, {}, {"silhouette", 0}, 0), Error);
  EXPECT_THROW(transformed(image, SubjectMask(7, 0), {"silhouette", 0}, 0), Error);
  EXPECT_THROW(transformed(image, {}, {"rotate", 90}, 0), Error);
  EXPECT_THROW(transformed(image, {}, {"rotate", 100}, 0), Error);
  EXPECT_THROW(transformed(image, {}, {"border_crop", 5}, 0), Error);
  EXPECT_THROW(transformed(image, {}, {"sepia", 0}, 0), Error);
}

}  // namespace
}  // namespace remedy
