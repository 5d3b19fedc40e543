#include "data/prepared/near_duplicates.h"

#include <gmock/gmock.h>

#include <opencv2/imgproc.hpp>

#include "data/data_folder.h"
#include "data/prepared/perceptual_hash.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using testing::encoded;

// Shapes that no seed shares, as photographs have them.
Image scene(std::uint32_t seed, int side) {
  cv::Mat canvas(256, 256, CV_8UC3, cv::Scalar(90, 120, 140));
  std::uint32_t state = seed * 2654435761U + 1;
  const auto below = [&](int n) {
    state = state * 1664525U + 1013904223U;
    return static_cast<int>((state >> 8) % static_cast<std::uint32_t>(n));
  };
  for (int i = 0; i < 12; ++i) {
    const cv::Scalar colour(below(256), below(256), below(256));
    const cv::Point centre(below(256), below(256));
    cv::circle(canvas, centre, 15 + below(60), colour, cv::FILLED, cv::LINE_AA);
  }
  cv::Mat small;
  cv::resize(canvas, small, cv::Size(side, side), 0, 0, cv::INTER_AREA);
  Image image{side, side, std::vector<std::uint8_t>(small.total() * 3)};
  std::copy(small.data, small.data + small.total() * 3, image.rgb.begin());
  return image;
}

class NearDuplicatesTest : public testing::DataFolder {
 protected:
  struct Source {
    Listing listing;
    PreparedSet prepared;
  };
  Source source(const std::string& folder) const {
    ImageSet images = set("cow");
    images.folder()->folder /= folder;
    Preprocess options;
    options.resize = options.crop = 64;
    Listing listing = list_images(images, classes());
    PreparedSet prepared = prepare(listing, options, 1);
    return {std::move(listing), std::move(prepared)};
  }
  void add_bytes(const std::string& path, const testing::Bytes& bytes) {
    add(path, std::string(bytes.begin(), bytes.end()));
  }
  static NearDuplicates find(const Source& training, const Source& suite, int threads = 1) {
    return find_near_duplicates({{"anchors", &training.prepared, &training.listing}},
                                {{"val", &suite.prepared, &suite.listing}}, threads);
  }
};

TEST_F(NearDuplicatesTest, PictureEncodedAgainOrResizedIsFound) {
  for (std::uint32_t i = 0; i < 20; ++i) add("train/" + std::to_string(i) + ".png", scene(i, 200));
  add_bytes("val/again.jpg", encoded(scene(3, 200), ".jpg", {1, 60}));
  add("val/resized.png", scene(7, 96));
  for (std::uint32_t i = 100; i < 120; ++i) {
    add("val/" + std::to_string(i) + ".png", scene(i, 200));
  }
  const Source train = source("train"), val = source("val");
  const NearDuplicates found = find(train, val);
  EXPECT_EQ(found.count, 2u);
  EXPECT_THAT(found.first,
              ElementsAre("anchors:3.png = val:again.jpg", "anchors:7.png = val:resized.png"));
  EXPECT_EQ(find(train, val, 3).first, found.first);  // from the cache, on other threads
}

TEST_F(NearDuplicatesTest, EqualPixelsAreLeftToTheSearchForLeaks) {
  add("train/a.png", scene(1, 128));
  add("val/b.png", scene(1, 128));
  EXPECT_EQ(find(source("train"), source("val")).count, 0u);
}

TEST_F(NearDuplicatesTest, PicturesOfOneColourAreNoTwins) {
  add("train/a.png", Image{8, 8, std::vector<std::uint8_t>(192, 250)});
  add("val/b.png", Image{8, 8, std::vector<std::uint8_t>(192, 251)});
  EXPECT_EQ(find(source("train"), source("val")).count, 0u);
}

TEST_F(NearDuplicatesTest, SameShapesInOtherColoursAreNoTwins) {
  const Image one = scene(5, 128);
  Image other = one;
  for (std::size_t i = 0; i < other.rgb.size(); i += 3) {
    std::swap(other.rgb[i], other.rgb[i + 2]);  // the luma moves little
  }
  add("train/a.png", one);
  add("val/b.png", other);
  EXPECT_EQ(find(source("train"), source("val")).count, 0u);
}

TEST(PerceptualHash, SmallImagesHaveOne) {
  const Image image = scene(2, 5);
  EXPECT_TRUE(perceptual_hash(image.rgb.data(), 5, 5).telling);
}

}  // namespace
}  // namespace remedy
