#include "data/prepared/prepared_set.h"

#include <gmock/gmock.h>

#include "core/hash.h"
#include "data/content_index.h"
#include "data/data_folder.h"
#include "data/file_stamp.h"
#include "data/transform/preprocess.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::generated_image;
using ::testing::HasSubstr;

class PreparedSetTest : public testing::DataFolder {
 protected:
  PreparedSetTest() {
    options_.resize = 12;
    options_.crop = 8;
  }
  void add_images(int count) const {
    for (int i = 0; i < count; ++i) {
      const std::string folder = i % 2 == 0 ? "n01/" : "n03/";
      add(folder + std::to_string(i) + ".png", generated_image(i, 16 + i, 14));
    }
  }
  // Counts how many images were decoded.
  PreparedSet prepare_counting(const Listing& listing, std::size_t* decoded) const {
    *decoded = 0;
    return prepare(listing, options_, /*threads=*/2,
                   [decoded](std::size_t done, std::size_t) { *decoded = done; });
  }
  std::string error_of(const Listing& listing) const {
    try {
      prepare(listing, options_, 2);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  std::filesystem::path suite_file() const {
    return std::filesystem::directory_iterator(folder_ / "cache/suites")->path();
  }

  Preprocess options_;
};

TEST_F(PreparedSetTest, HoldsPreprocessedPixelsInOrder) {
  add_images(5);
  const Listing listing = list();
  const PreparedSet prepared = prepare(listing, options_, 3);
  ASSERT_EQ(prepared.size(), 5U);
  EXPECT_EQ(prepared.height(), 8);
  EXPECT_EQ(prepared.width(), 8);
  EXPECT_THAT(prepared.labels(), ::testing::ElementsAre(0, 0, 0, 2, 2));
  EXPECT_EQ(prepared.path(3), "n03/1.png");
  const int seeds[] = {0, 2, 4, 1, 3};
  for (std::size_t i = 0; i < 5; ++i) {
    const Image expected = preprocess(generated_image(seeds[i], 16 + seeds[i], 14), options_);
    const auto* pixels = prepared.pixels() + i * 8 * 8 * 3;
    EXPECT_TRUE(std::equal(expected.rgb.begin(), expected.rgb.end(), pixels)) << i;
    EXPECT_EQ(prepared.image_hashes()[i], Sha256().update(pixels, 8 * 8 * 3).hex());
  }
}

TEST_F(PreparedSetTest, TransformsSeeTheMaskThatWasPreparedAlike) {
  add("plain/a.png", generated_image(1, 24, 16));
  Image mask{24, 16, std::vector<std::uint8_t>(3 * 24 * 16, 0)};
  for (int y = 0; y < 16; ++y) std::fill_n(mask.rgb.begin() + 3 * 24 * y, 3 * 12, 255);  // the left
  add("masks/a.png", mask);
  ImageSet images = set("ox");
  images.folder()->folder /= "plain";
  images.folder()->masks = this->images() / "masks";
  images.transforms = {{"silhouette", 0}};
  const Listing listing = list_images(images, classes());
  const PreparedSet prepared = prepare(listing, options_, 2);
  for (int x = 0; x < 8; ++x) EXPECT_EQ(prepared.pixels()[3 * x], x < 4 ? 0 : 255) << x;
  images.transforms.clear();
  EXPECT_NE(list_images(images, classes()).content, listing.content);
}

TEST_F(PreparedSetTest, TransformsAreTheSameForEveryNumberOfThreads) {
  add_images(9);
  ImageSet images = set();
  images.transforms = {{"patch_shuffle", 2}, {"rainbow", 0}};
  const Listing listing = list_images(images, classes());
  const std::string content = prepare(listing, options_, 1).content();
  std::filesystem::remove_all(folder_ / "cache/suites");
  EXPECT_EQ(prepare(listing, options_, 4).content(), content);
  EXPECT_NE(prepare(list(), options_, 1).content(), content);
}

TEST_F(PreparedSetTest, IsMadeOnce) {
  add_images(3);
  const Listing listing = list();
  std::size_t decoded = 0;
  const std::string content = prepare_counting(listing, &decoded).content();
  EXPECT_EQ(decoded, 3U);
  EXPECT_EQ(prepare_counting(listing, &decoded).content(), content);
  EXPECT_EQ(decoded, 0U);
  options_.mean = {0, 0, 0};
  prepare_counting(listing, &decoded);
  EXPECT_EQ(decoded, 0U);
  options_.crop = 7;
  EXPECT_NE(prepare_counting(listing, &decoded).content(), content);
  EXPECT_EQ(decoded, 3U);
}

TEST_F(PreparedSetTest, ContentIsOfPixelsAndLabels) {
  add_images(2);
  const std::string before = prepare(list("ox"), options_, 1).content();
  EXPECT_NE(prepare(list("cow"), options_, 1).content(), before);
  // Another file with the same pixels.
  const Image first = generated_image(0, 16, 14);
  const auto bytes = testing::encoded(first, ".png", {/*IMWRITE_PNG_COMPRESSION=*/16, 0});
  add("n01/0.png", std::string(bytes.begin(), bytes.end()));
  const Listing again = list("ox");
  EXPECT_EQ(prepare(again, options_, 1).content(), before);
}

TEST_F(PreparedSetTest, DamagedFileIsMadeAnew) {
  add_images(3);
  const Listing listing = list();
  std::size_t decoded = 0;
  const std::string content = prepare_counting(listing, &decoded).content();
  const std::string whole = read_file(suite_file());
  ASSERT_EQ(whole.size(), 4096U + 3 * 8 * 8 * 3);
  const auto expect_rebuilt = [&](const std::string& damaged, const std::string& how) {
    write_file(suite_file(), damaged);
    EXPECT_EQ(prepare_counting(listing, &decoded).content(), content) << how;
    EXPECT_EQ(decoded, 3U) << how;
    EXPECT_EQ(read_file(suite_file()), whole) << how;
  };
  for (const std::size_t at : {0U, 7U, 8U, 15U, 16U, 79U, 80U, 120U, 300U, 4096U}) {
    std::string damaged = whole;
    damaged[at] ^= 1;
    expect_rebuilt(damaged, "byte " + std::to_string(at));
  }
  for (const std::size_t length : {0UL, 50UL, 90UL, 4096UL, whole.size() - 1}) {
    expect_rebuilt(whole.substr(0, length), std::to_string(length) + " bytes");
  }
  expect_rebuilt(whole + "x", "one byte more");
}

TEST_F(PreparedSetTest, FileOfAnotherSetIsNotTrusted) {
  add_images(2);
  const Listing listing = list();
  prepare(listing, options_, 1);
  const auto file = suite_file();
  const std::string whole = read_file(file);
  add("n01/0.png", generated_image(9, 16, 14));
  const Listing other = list();
  std::filesystem::remove(file);
  prepare(other, options_, 1);
  write_file(suite_file(), whole);
  std::size_t decoded = 0;
  prepare_counting(other, &decoded);
  EXPECT_EQ(decoded, 2U);
}

TEST_F(PreparedSetTest, AllUnreadableImagesAreReportedTogether) {
  add_images(4);
  for (int i = 10; i < 23; ++i) add("n01/" + std::to_string(i) + ".jpg", "not an image");
  const std::string error = error_of(list());
  EXPECT_THAT(error, AllOf(HasSubstr("13 of 17 images"), HasSubstr("n01/10.jpg"),
                           HasSubstr("n01/19.jpg"), HasSubstr("and 3 more")));
  EXPECT_THAT(error, ::testing::Not(HasSubstr("20.jpg")));
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "cache/suites"));
}

TEST_F(PreparedSetTest, ImageThatChangedSinceItWasListedIsAnError) {
  add_images(2);
  const Listing listing = list();
  add("n03/1.png", generated_image(5, 20, 20));
  EXPECT_THAT(error_of(listing), AllOf(HasSubstr("n03/1.png"), HasSubstr("changed")));
}

TEST_F(PreparedSetTest, ImageThatChangedUnderTheSameStampIsReadTheNextTime) {
  add_images(1);
  ContentIndex planted(images());
  planted.remember("n01/0.png", stamp_of(images() / "n01/0.png"), sha256("before"),
                   ContentIndex::now_ns() + 10'000'000'000);
  planted.save();
  EXPECT_THAT(error_of(list()), AllOf(HasSubstr("n01/0.png"), HasSubstr("changed")));
  EXPECT_EQ(error_of(list()), "");
}

TEST_F(PreparedSetTest, ImageOverwrittenUnderTheSameSizeAndTimeIsPreparedAnew) {
  const auto stored = [](int seed) {  // all of one size
    const auto bytes = testing::encoded(generated_image(seed, 16, 14), ".png",
                                        {/*IMWRITE_PNG_COMPRESSION=*/16, 0});
    return std::string(bytes.begin(), bytes.end());
  };
  add("n01/0.png", stored(1));
  const std::string before = prepare(list_later(), options_, 1).content();
  overwrite("n01/0.png", stored(2));
  const PreparedSet prepared = prepare(list_later(), options_, 1);
  EXPECT_NE(prepared.content(), before);
  const Image expected = preprocess(generated_image(2, 16, 14), options_);
  EXPECT_TRUE(std::equal(expected.rgb.begin(), expected.rgb.end(), prepared.pixels()));
}

TEST_F(PreparedSetTest, DamagedImageThatWasRepairedUnderItsOldTimeIsAccepted) {
  add("n01/0.png", generated_image(1, 16, 14));
  const std::string whole = read_file(images() / "n01/0.png");
  std::string damaged = whole;
  damaged[whole.size() / 2] ^= 1;
  overwrite("n01/0.png", damaged);
  EXPECT_THAT(error_of(list_later()), HasSubstr("n01/0.png"));
  overwrite("n01/0.png", whole);
  EXPECT_EQ(error_of(list_later()), "");
}

TEST_F(PreparedSetTest, CacheThatCannotBeWrittenIsAnError) {
  add_images(1);
  const Listing listing = list();
  use_cache(folder_ / "classes.txt");
  EXPECT_THAT(error_of(listing), AllOf(HasSubstr("classes.txt"), HasSubstr("REMEDY_CACHE")));
}

TEST_F(PreparedSetTest, BatchesAreJoinedInOrder) {
  // 6 MB an image: more than one batch.
  options_.crop = 1448;
  add_images(5);
  std::vector<std::size_t> steps;
  const PreparedSet prepared =
      prepare(list(), options_, 2, [&](std::size_t done, std::size_t) { steps.push_back(done); });
  EXPECT_THAT(steps, ::testing::ElementsAre(2, 4, 5));
  const std::size_t bytes = std::size_t{3} * 1448 * 1448;
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(Sha256().update(prepared.pixels() + i * bytes, bytes).hex(),
              prepared.image_hashes()[i]);
  }
}

}  // namespace
}  // namespace remedy
