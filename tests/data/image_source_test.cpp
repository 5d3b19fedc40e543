#include "data/image_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data_folder.h"

namespace remedy {
namespace {

using testing::DataFolder;
using ::testing::HasSubstr;

class ImageSourceTest : public DataFolder {
 protected:
  ImageSourceTest() {
    add("green/a.jpg", "green a");
    add("green/b.jpg", "green b");
    add("plain/a.png", "plain a");
    add("plain/b.png", "plain b");
    set_.label = "ox";
    set_.folder()->folder = images() / "green";
  }

  Listing listed() const { return list_images(set_, classes_); }
  std::unique_ptr<ImageSource> source() const {
    return make_image_source(set_, classes_, /*glyphs=*/nullptr);
  }

  ClassList classes_ = classes();
  ImageSet set_;
};

TEST_F(ImageSourceTest, FilesHaveTheirOriginalsAndMasksWhereTheStudyNamesThem) {
  EXPECT_FALSE(source()->originals(listed()));
  EXPECT_FALSE(source()->masks(listed()));
  set_.folder()->originals = images() / "plain";
  const auto originals = source()->originals(listed());
  ASSERT_TRUE(originals);
  ASSERT_EQ(originals->images.size(), 2U);
  EXPECT_EQ(originals->images[0].path, "a.png");
  EXPECT_EQ(originals->images[0].label, 0);
  EXPECT_FALSE(originals->content.empty());
  EXPECT_FALSE(source()->masks(listed()));
}

TEST_F(ImageSourceTest, AnImageWithoutItsOriginalIsNamedWithTheKey) {
  add("green/c.jpg", "green c");
  set_.folder()->masks = images() / "plain";
  try {
    source()->masks(listed());
    FAIL() << "it has one";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("c.jpg: has no partner in"));
    EXPECT_THAT(error.what(), HasSubstr("data.counterexamples.masks needs c.png"));
  }
}

TEST_F(ImageSourceTest, GeneratedImagesNeedTheirClasses) {
  set_.source = GeneratedSource();
  try {
    source()->scan();
    FAIL() << "it was listed";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("emoji: train: generated images need"));
  }
}

TEST(ImageSet, SaysWhatItHasWhateverItsSource) {
  ImageSet files;
  EXPECT_NE(files.folder(), nullptr);
  EXPECT_EQ(files.generated(), nullptr);
  EXPECT_FALSE(files.has_originals());
  files.folder()->originals = "plain";
  EXPECT_TRUE(files.has_originals());
  EXPECT_FALSE(files.depends_on_baseline());
  ImageSet drawn;
  drawn.source = GeneratedSource();
  EXPECT_EQ(drawn.folder(), nullptr);
  EXPECT_FALSE(drawn.has_originals());
  drawn.generated()->rainbow = drawn.generated()->misclassified = true;
  EXPECT_TRUE(drawn.has_originals());
  EXPECT_TRUE(drawn.depends_on_baseline());
}

}  // namespace
}  // namespace remedy
