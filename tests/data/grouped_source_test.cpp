#include "data/grouped_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/error.h"
#include "data/listing.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;

class GroupedListing : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { glyphs_ = std::make_shared<GlyphSet>(); }
  static void TearDownTestSuite() { glyphs_.reset(); }

  static ImageSet set(GroundPart part, double aligned = 0.9, std::size_t per_class = 100) {
    GroupedSource source;
    source.split = 2;
    source.per_class = per_class;
    source.aligned = aligned;
    source.part = part;
    ImageSet images;
    images.source = source;
    return images;
  }
  static Listing list(const ImageSet& images) {
    return list_images(images, animal_classes(), glyphs_);
  }

  static std::shared_ptr<const GlyphSet> glyphs_;
};

std::shared_ptr<const GlyphSet> GroupedListing::glyphs_;

TEST_F(GroupedListing, PartsMakeUpTheWhole) {
  const Listing all = list(set(GroundPart::kAll));
  const Listing aligned = list(set(GroundPart::kAligned));
  const Listing conflicting = list(set(GroundPart::kConflicting));
  EXPECT_EQ(all.images.size(), 200u);
  EXPECT_EQ(conflicting.images.size(), 20u);
  std::set<std::string> parts;
  for (const Listing* part : {&aligned, &conflicting}) {
    for (const ListedImage& image : part->images) parts.insert(image.content);
  }
  std::set<std::string> whole;
  for (const ListedImage& image : all.images) whole.insert(image.content);
  EXPECT_EQ(parts, whole);
  EXPECT_EQ(whole.size(), 200u);
}

TEST_F(GroupedListing, GroupsOfLabelAndBackgroundWithSharesOfTraining) {
  ImageSet images = set(GroundPart::kAll, 0.5, 10);
  Grouping grouping;
  grouping.name = "animal_on";
  grouping.columns = {"label", "background"};
  grouping.weights_split = "train";
  images.groupings = {grouping};
  const Listing listing = list(images);
  ASSERT_EQ(listing.groupings.size(), 1u);
  std::vector<std::string> lines;
  for (const ImageGroup& group : listing.groupings[0].groups) {
    lines.push_back(
        fmt::format("{} {} {:.3f}", group.name, group.images.size(), *group.prevalence));
  }
  EXPECT_THAT(lines,
              ::testing::ElementsAre("land_animal/meadow 5 0.475", "land_animal/water 5 0.025",
                                     "sea_animal/meadow 5 0.025", "sea_animal/water 5 0.475"));
}

TEST_F(GroupedListing, SaysWhichClassesItNeeds) {
  try {
    (void)list_images(set(GroundPart::kAll), ClassList(*glyphs_), glyphs_);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("these images need \"baseline.classes: emoji_groups\", "
                                        "found emoji"));
  }
}

TEST_F(GroupedListing, SaysWhereNoImageIsLeft) {
  EXPECT_THROW(list(set(GroundPart::kConflicting, 1)), Error);
}

}  // namespace
}  // namespace remedy
