#include "data/prepared/leaks.h"

#include <gmock/gmock.h>

#include "data/data_folder.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::generated_image;
using ::testing::HasSubstr;
using ::testing::Not;

class LeaksTest : public testing::DataFolder {
 protected:
  struct Source {
    Listing listing;
    PreparedSet prepared;
  };
  Source source(const std::string& folder) const {
    ImageSet images = set("cow");
    images.folder()->folder /= folder;
    Preprocess options;
    options.resize = options.crop = 8;
    Listing listing = list_images(images, classes());
    PreparedSet prepared = prepare(listing, options, 1);
    return {std::move(listing), std::move(prepared)};
  }
  static NamedSet named(const std::string& name, const Source& source) {
    return {name, &source.prepared, &source.listing};
  }
  static std::string error_of(const std::vector<NamedSet>& training,
                              const std::vector<NamedSet>& suites,
                              const MustBeApart& apart = nullptr) {
    try {
      refuse_leaks(training, suites, apart);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(LeaksTest, SetsApartAreFine) {
  add("train/a.png", generated_image(1, 9, 9));
  add("test/a.png", generated_image(2, 9, 9));
  const Source train = source("train");
  const Source test = source("test");
  EXPECT_EQ(error_of({named("anchors", train)}, {named("retain", test)}), "");
}

TEST_F(LeaksTest, SameFileIsFoundWhateverItsName) {
  add("train/a.png", generated_image(1, 9, 9));
  add("train/b.png", generated_image(3, 9, 9));
  add("test/x/y.png", generated_image(1, 9, 9));
  const Source train = source("train");
  const Source test = source("test");
  EXPECT_THAT(error_of({named("anchors", train)}, {named("retain", test)}),
              AllOf(HasSubstr("1 training image is"), HasSubstr("anchors:a.png = retain:x/y.png")));
}

TEST_F(LeaksTest, OfASetThatIsNotDecodedFilesAreCompared) {
  add("train/a.png", generated_image(1, 9, 9));
  add("test/y.png", generated_image(1, 9, 9));
  const Source train = source("train");
  const Source test = source("test");
  EXPECT_THAT(error_of({{"training", nullptr, &train.listing}}, {named("retain", test)}),
              HasSubstr("training:a.png = retain:y.png"));
}

TEST_F(LeaksTest, SamePixelsInAnotherFileAreFound) {
  add("train/a.png", generated_image(1, 9, 9));
  const auto bytes = testing::encoded(generated_image(1, 9, 9), ".png", {16, 0});
  add("test/b.png", std::string(bytes.begin(), bytes.end()));
  const Source train = source("train");
  const Source test = source("test");
  ASSERT_NE(train.listing.images[0].content, test.listing.images[0].content);
  EXPECT_THAT(error_of({named("stop", train)}, {named("fix", test)}),
              HasSubstr("stop:a.png = fix:b.png"));
}

TEST_F(LeaksTest, PairsThatMayOverlapAreLeftOut) {
  add("train/a.png", generated_image(1, 9, 9));
  const Source train = source("train");
  const auto all_but_stop = [](const NamedSet& set, const NamedSet&) { return set.name != "stop"; };
  EXPECT_EQ(error_of({named("stop", train)}, {named("fix", train)}, all_but_stop), "");
  EXPECT_THAT(error_of({named("stop", train), named("anchors", train)}, {named("fix", train)},
                       all_but_stop),
              AllOf(HasSubstr("anchors:"), Not(HasSubstr("stop:"))));
}

TEST_F(LeaksTest, AllAreCountedAndTenNamed) {
  for (int i = 10; i < 22; ++i) {
    add("train/" + std::to_string(i) + ".png", generated_image(i, 9, 9));
  }
  const Source train = source("train");
  EXPECT_THAT(error_of({named("anchors", train)}, {named("fix", train)}),
              AllOf(HasSubstr("12 training images are"), HasSubstr("anchors:19.png"),
                    Not(HasSubstr("anchors:20.png")), HasSubstr("and 2 more")));
}

}  // namespace
}  // namespace remedy
