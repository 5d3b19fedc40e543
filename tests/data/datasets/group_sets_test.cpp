#include <gmock/gmock.h>

#include "data/datasets/import_fixture.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ImportTest;
using ::testing::SizeIs;

TEST_F(ImportTest, MetashiftGetsEveryTenthTrainingImageForValidation) {
  for (const char* animal : {"cat", "dog"}) {
    for (const char* place : {"indoor", "outdoor"}) {
      const std::string cell = fmt::format("{}/{}({})/", animal, animal, place);
      for (int i = 10; i < 31; ++i) add(fmt::format("train/{}{}.jpg", cell, i));
      add("test/" + cell + "1.jpg");
    }
  }
  const Imported result = imported("metashift");
  EXPECT_THAT(groups(result), ElementsAre("dog/indoor 19 2 1", "dog/outdoor 19 2 1",
                                          "cat/indoor 19 2 1", "cat/outdoor 19 2 1"));
  EXPECT_THAT(read_file(result.manifest), HasSubstr("train/cat/cat(indoor)/19.jpg,cat,val,indoor"));
  const Study read = study(result);
  EXPECT_THAT(listing(read, *read.data.counterexamples).images, SizeIs(19));
}

TEST_F(ImportTest, NicoHoldsOutUpTo75ImagesOfEachGroup) {
  for (int i = 0; i < 90; ++i) {
    add(fmt::format("public_dg_0416/train/grass/bear/{:03}.jpg", i));
    if (i < 6) add(fmt::format("public_dg_0416/train/rock/bus/{}.jpg", i));
  }
  const Imported result = imported("nico");
  EXPECT_THAT(groups(result), ElementsAre("bear/grass 15 25 50", "bus/rock 0 2 4"));
  const Study read = study(result);
  EXPECT_EQ(read.target.class_id, "");
  EXPECT_THAT(read.suites, SizeIs(1));
  EXPECT_EQ(read_file(result.classes), "bear bear\nbus bus\n");
}

class SpawriousTest : public ImportTest {
 protected:
  void add_cell(const std::string& part, const std::string& place, const std::string& breed,
                int count) const {
    for (int i = 0; i < count; ++i) {
      add(fmt::format("spawrious224/{}/{}/{}/{:05}.png", part, place, breed, i));
    }
  }
};

TEST_F(SpawriousTest, ManyToManyTrainsInTwoPlacesAndTestsInTwoOthers) {
  for (const char* place : {"snow", "jungle", "desert", "dirt", "mountain", "beach"}) {
    for (const char* breed : {"bulldog", "dachshund", "labrador", "corgi"}) {
      add_cell("0", place, breed, 10);
    }
  }
  add_cell("1", "dirt", "bulldog", 3);  // of the other folder, which only one-to-one sets read
  const Imported result = imported("spawrious-m2m-hard");
  EXPECT_THAT(groups(result),
              ElementsAre("bulldog/beach 0 0 10", "bulldog/dirt 9 1 0", "bulldog/jungle 9 1 0",
                          "bulldog/snow 0 0 10", "corgi/beach 9 1 0", "corgi/dirt 0 0 10",
                          "corgi/jungle 0 0 10", "corgi/snow 9 1 0", "dachshund/beach 0 0 10",
                          "dachshund/dirt 9 1 0", "dachshund/jungle 9 1 0", "dachshund/snow 0 0 10",
                          "labrador/beach 9 1 0", "labrador/dirt 0 0 10", "labrador/jungle 0 0 10",
                          "labrador/snow 9 1 0"));
  EXPECT_EQ(geometry_text(study(result).baseline.preprocess), "resize to 224x224, crop 224");
}

TEST_F(SpawriousTest, OneToOneSaysWhereImagesAreTooFew) {
  add_cell("0", "desert", "bulldog", 2);
  EXPECT_THAT(message("spawrious-o2o-easy"), HasSubstr("images too few of 0/beach/bulldog"));
}

}  // namespace
}  // namespace remedy
