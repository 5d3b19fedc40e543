// Image sets that are generated, from listing to pixels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/error.h"
#include "data/listing.h"
#include "data/prepared/prepared_set.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;

class GeneratedListing : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { glyphs_ = std::make_shared<GlyphSet>(); }
  static void TearDownTestSuite() { glyphs_.reset(); }

  static ImageSet set(int split, const std::string& label, std::size_t per_class) {
    ImageSet images;
    images.label = label;
    GeneratedSource source;
    source.split = split;
    source.per_class = per_class;
    images.source = source;
    return images;
  }

  static Listing list(const ImageSet& images) {
    return list_images(images, ClassList(*glyphs_), glyphs_);
  }

  static std::shared_ptr<const GlyphSet> glyphs_;
};

std::shared_ptr<const GlyphSet> GeneratedListing::glyphs_;

TEST_F(GeneratedListing, TakesSoManyOfEveryClass) {
  ImageSet images = set(1, "", 2);
  images.generated()->except = {"cow", "u1f402"};
  const Listing listing = list(images);
  ASSERT_EQ(listing.images.size(), 2u * 998);
  const ClassList classes(*glyphs_);
  std::set<int> labels;
  for (const ListedImage& image : listing.images) labels.insert(image.label);
  EXPECT_EQ(labels.size(), 998u);
  EXPECT_EQ(labels.count(classes.require("cow", "test")), 0u);
  EXPECT_EQ(labels.count(classes.require("ox", "test")), 0u);
}

TEST_F(GeneratedListing, ContentsTellSamplesApart) {
  std::set<std::string> contents;
  for (const int split : {1, 2}) {
    for (const bool rainbow : {false, true}) {
      ImageSet images = set(split, "cow", 3);
      images.generated()->rainbow = rainbow;
      for (const ListedImage& image : list(images).images) contents.insert(image.content);
    }
  }
  EXPECT_EQ(contents.size(), 12u);
  ImageSet later = set(1, "cow", 2);
  later.generated()->first = 1;
  EXPECT_EQ(list(later).images[0].content, list(set(1, "cow", 3)).images[1].content);
}

TEST_F(GeneratedListing, PixelsAreTheGeneratorsOwn) {
  const testing::TemporaryDirectory cache;
  setenv("REMEDY_CACHE", (cache / "cache").c_str(), 1);
  const Listing listing = list(set(2, "cow", 5));
  Preprocess same;
  same.resize = same.crop = kSampleSide;
  const PreparedSet prepared = prepare(listing, same, 2);
  ASSERT_EQ(prepared.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    std::vector<std::uint8_t> expected(kSampleBytes);
    render(*glyphs_, *listing.images[i].sample, Distortion(), expected.data());
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), prepared.pixels() + i * kSampleBytes));
  }
  EXPECT_EQ(prepared.path(3), "u1f404/3");
  unsetenv("REMEDY_CACHE");
}

TEST_F(GeneratedListing, NeedsTheClassesOfTheGenerator) {
  const ClassList classes(*glyphs_);
  try {
    scan_images(set(1, "cow", 1), classes, nullptr);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("emoji: validation: generated images need"));
  }
}

TEST_F(GeneratedListing, AnUnknownClassIsNamed) {
  try {
    list(set(1, "water bufalo", 1));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("water buffalo"));
  }
}

}  // namespace
}  // namespace remedy
