#include "data/datasets/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/datasets/import_fixture.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using testing::ImportTest;

class WaterbirdsTest : public ImportTest {
 protected:
  void make_waterbirds(const std::string& below) const {
    std::string table = "img_id,img_filename,y,split,place,place_filename\n";
    const auto row = [&](const std::string& name, int y, int split, int place) {
      const std::string file = "001.Bird/" + name + ".jpg";
      add(below + file);
      table += fmt::format("1,{},{},{},{},/o/ocean/1.jpg\n", file, y, split, place);
    };
    for (int i = 0; i < 3; ++i) row(fmt::format("land{}", i), 0, 0, 0);
    row("rare_land", 0, 0, 1);
    row("rare_water", 1, 0, 0);
    for (int i = 0; i < 2; ++i) row(fmt::format("water{}", i), 1, 0, 1);
    row("v0", 1, 1, 0);
    row("v1", 0, 1, 0);
    row("t0", 0, 2, 0);
    row("t1", 0, 2, 1);
    row("t2", 1, 2, 0);
    row("t3", 1, 2, 1);
    row("t4", 1, 2, 0);
    add(below + "metadata.csv", table);
  }
};

TEST_F(WaterbirdsTest, WaterbirdsByItsMetadata) {
  make_waterbirds("waterbird_complete95_forest2water2/");
  const Imported result = imported("waterbirds");
  EXPECT_THAT(groups(result), ElementsAre("landbird/land 3 1 1", "landbird/water 1 0 1",
                                          "waterbird/land 1 1 2", "waterbird/water 2 0 1"));
  EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("3/1/1/2 images by group, the published set "
                                                     "3498/184/56/1057")));
  EXPECT_THAT(
      read_file(result.manifest),
      HasSubstr("file_name,label,split,place\n"
                "waterbird_complete95_forest2water2/001.Bird/land0.jpg,landbird,train,land\n"));
}

TEST_F(WaterbirdsTest, StudyOfWaterbirdsHasGroupsWithTheSharesOfTraining) {
  make_waterbirds("");
  const Study read = study(imported("waterbirds"));
  ASSERT_THAT(read.suites, SizeIs(3));
  const Listing test = listing(read, read.suites[0].images);
  EXPECT_THAT(test.images, SizeIs(5));
  ASSERT_THAT(test.groupings, SizeIs(1));
  EXPECT_EQ(test.groupings[0].groups[2].name, "waterbird/land");
  EXPECT_THAT(test.groupings[0].groups[2].images, ElementsAre(2, 4));
  EXPECT_DOUBLE_EQ(*test.groupings[0].groups[0].prevalence, 3.0 / 7);
  EXPECT_THAT(listing(read, read.suites[1].images).images, SizeIs(2));  // what is to be fixed
  EXPECT_THAT(listing(read, *read.data.counterexamples).images, SizeIs(1));
  EXPECT_THAT(listing(read, *read.data.training).images, SizeIs(7));
  EXPECT_EQ(geometry_text(read.baseline.preprocess), "resize to 256x256, crop 224");
}

TEST_F(WaterbirdsTest, SaysWhatIsMissingAndWhereItIsHad) {
  std::filesystem::create_directories(data());
  EXPECT_THAT(
      message("waterbirds"),
      ::testing::AllOf(HasSubstr("/data: has no metadata.csv and no "),
                       HasSubstr("waterbirds is expected as metadata.csv with img_filename"),
                       HasSubstr("It is had as the archive")));
  make_waterbirds("");
  std::filesystem::remove(data() / "001.Bird/t1.jpg");
  EXPECT_THAT(message("waterbirds"), HasSubstr("metadata.csv:12: column img_filename: no file "));
}

TEST_F(ImportTest, NamesAValueThatIsNone) {
  add("a.jpg");
  add("metadata.csv", "img_filename,y,split,place\na.jpg,0,3,0\n");
  EXPECT_THAT(
      message("waterbirds"),
      HasSubstr(
          "metadata.csv:2: column split: found \"3\"; allowed: 0 (train), 1 (val), 2 (test)"));
}

TEST_F(WaterbirdsTest, WritesOverNothing) {
  make_waterbirds("");
  (void)imported("waterbirds");
  EXPECT_THAT(message("waterbirds"),
              HasSubstr("manifest.csv: is there already; remove it, or give"));
}

class CelebaTest : public ImportTest {
 protected:
  void add_images(const std::string& below) const {
    for (int i = 1; i <= 5; ++i) add(fmt::format("{}{:06}.jpg", below, i));
  }
  void expect_imported() const {
    const Imported result = imported("celeba");
    EXPECT_THAT(groups(result), ElementsAre("not_blond/female 1 0 0", "not_blond/male 0 0 1",
                                            "blond/female 0 1 0", "blond/male 1 0 1"));
    const Study read = study(result);
    EXPECT_EQ(geometry_text(read.baseline.preprocess),
              "first crop 178, resize to 224x224, crop 224");
    EXPECT_THAT(listing(read, read.suites[0].images).images, SizeIs(2));
  }
};

TEST_F(CelebaTest, TablesOfWilds) {
  add_images("img_align_celeba/");
  add("list_attr_celeba.csv",
      "image_id,Blond_Hair,Male,Young\n000001.jpg,-1,-1,1\n000002.jpg,-1,1,1\n000003.jpg,1,-1,1\n"
      "000004.jpg,1,1,1\n000005.jpg,1,1,-1\n");
  add("list_eval_partition.csv",
      "image_id,partition\n000001.jpg,0\n000002.jpg,2\n000003.jpg,1\n000004.jpg,0\n000005.jpg,2\n");
  expect_imported();
}

TEST_F(CelebaTest, OriginalTextFilesAndAFolderWithinAFolder) {
  add_images("img_align_celeba/img_align_celeba/");
  add("list_attr_celeba.txt",
      "5\nBlond_Hair Male Young\n000001.jpg -1 -1  1\n000002.jpg -1  1  1\n000003.jpg  1 -1  1\n"
      "000004.jpg  1  1  1\n000005.jpg  1  1 -1\n");
  add("list_eval_partition.txt",
      "000001.jpg 0\n000002.jpg 2\n000003.jpg 1\n000004.jpg 0\n000005.jpg 2\n");
  expect_imported();
}

TEST_F(CelebaTest, ImageWithoutAPartitionIsNamed) {
  add_images("img_align_celeba/");
  add("list_attr_celeba.csv", "image_id,Blond_Hair,Male\n000001.jpg,-1,-1\n");
  add("list_eval_partition.csv", "image_id,partition\n000002.jpg,0\n");
  EXPECT_THAT(message("celeba"), HasSubstr("list_eval_partition.csv: has no line for 000001.jpg"));
}

TEST_F(ImportTest, FoldersOfSplitsClassesAndPlaces) {
  for (const char* split : {"train", "val", "test"}) {
    for (const char* cell :
         {"landbirds/land", "landbirds/water", "waterbirds/land", "waterbirds/water"}) {
      add(fmt::format("{}/{}/1.jpg", split, cell));
    }
  }
  add("train/landbirds/land/2.jpg");
  add("train/readme.txt");
  const Imported result = imported("spuco-birds");
  EXPECT_THAT(groups(result), ElementsAre("landbirds/land 2 1 1", "landbirds/water 1 1 1",
                                          "waterbirds/land 1 1 1", "waterbirds/water 1 1 1"));
  const Study read = study(result);
  EXPECT_THAT(listing(read, read.suites[0].images).images, SizeIs(4));
  add("train/landbirds/sea/3.jpg");
  std::filesystem::remove_all(folder_ / "out");
  EXPECT_THAT(message("spuco-birds"),
              HasSubstr("3.jpg: place: found \"sea\"; allowed: land (land), water (water)"));
}

TEST_F(ImportTest, UrbanCarsByTheNamesOfItsCells) {
  for (const std::string top : {"bg-0.95_co_occur_obj-0.95/train", "bg-0.5_co_occur_obj-0.5/val",
                                "bg-0.5_co_occur_obj-0.5/test"}) {
    for (const char* label : {"urban", "country"}) {
      for (const char* background : {"urban", "country"}) {
        for (const char* object : {"urban", "country"}) {
          const std::string cell =
              fmt::format("{}/obj-{}_bg-{}_co_occur_obj-{}/", top, label, background, object);
          add(cell + "000.jpg");
          add(cell + "000_mask.png");
          add(cell + "000_co_occur_obj_mask.png");
        }
      }
    }
  }
  const Imported result = imported("urbancars");
  EXPECT_THAT(result.groups, SizeIs(8));
  EXPECT_EQ(result.groups[0].name, "urban/country/country");
  EXPECT_EQ(result.groups[0].train, 1u);
  const Study read = study(result);
  EXPECT_THAT(listing(read, read.suites[0].images).images, SizeIs(8));
}

TEST(Datasets, EveryOneSaysWhatAUserNeeds) {
  for (const Dataset& set : datasets()) {
    EXPECT_FALSE(set.summary.empty() || set.source.empty() || set.layout.empty() ||
                 set.metric.empty())
        << set.id;
    if (set.rare.empty()) continue;
    EXPECT_EQ(set.rare.front().first, "label") << set.id;
    EXPECT_EQ(set.rare.size(), set.attributes.size() + 1) << set.id;
  }
  EXPECT_THROW(find_dataset("waterbird"), Error);
}

}  // namespace
}  // namespace remedy
