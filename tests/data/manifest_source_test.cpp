#include "data/manifest_source.h"

#include <gmock/gmock.h>

#include "data_folder.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Waterbirds in small: y 0 landbird, 1 waterbird; place 0 land, 1 water; split 0, 1, 2.
class ManifestSourceTest : public testing::DataFolder {
 protected:
  ManifestSourceTest() {
    write_file(folder_ / "birds.txt", "landbird landbird\nwaterbird waterbird\n");
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
      write_file(folder_ / "data" / (std::string(name) + ".jpg"), name);
    }
    manifest(
        "img_id,img_filename,y,split,place\n"
        "1,c.jpg,0,0,0\n2,a.jpg,1,2,1\n3,b.jpg,0,2,1\n4,d.jpg,0,0,0\n5,e.jpg,1,0,1\n6,f.jpg,1,2,"
        "1\n");
  }

  void manifest(const std::string& text) const { write_file(folder_ / "data/metadata.csv", text); }
  ClassList birds() const { return ClassList(folder_ / "birds.txt"); }
  ManifestSource source(std::vector<RowFilter> where = {}) const {
    ManifestSource result;
    result.file = folder_ / "data/metadata.csv";
    result.root = folder_ / "data";
    result.where = std::move(where);
    return result;
  }
  static ImageSet set_of(ManifestSource source, std::vector<Grouping> groupings = {}) {
    return {std::move(source), "", std::move(groupings), "", {}};
  }
  Listing listed(const ImageSet& set) const { return list_images(set, birds()); }
  std::string message(const ImageSet& set) const { return error_of(set, birds()); }

  static std::vector<std::string> paths(const Listing& listing) {
    std::vector<std::string> result;
    for (const auto& image : listing.images) result.push_back(image.path);
    return result;
  }
  static std::vector<int> labels(const Listing& listing) {
    std::vector<int> result;
    for (const auto& image : listing.images) result.push_back(image.label);
    return result;
  }
  static std::vector<std::string> names(const ImageGrouping& grouping) {
    std::vector<std::string> result;
    for (const auto& group : grouping.groups) result.push_back(group.name);
    return result;
  }
  static Grouping bird_on() { return {"bird_on", {"label", "place"}, false, "", {}}; }
};

TEST_F(ManifestSourceTest, ImagesAreTakenInTheOrderOfTheFile) {
  const Listing listing = listed(set_of(source()));
  EXPECT_THAT(paths(listing), ElementsAre("c.jpg", "a.jpg", "b.jpg", "d.jpg", "e.jpg", "f.jpg"));
  EXPECT_THAT(labels(listing), ElementsAre(0, 1, 0, 0, 1, 1));
}

TEST_F(ManifestSourceTest, SplitIsKnownByNumberAndByName) {
  EXPECT_THAT(paths(listed(set_of(source({{"split", {"test"}}})))),
              ElementsAre("a.jpg", "b.jpg", "f.jpg"));
  EXPECT_THAT(paths(listed(set_of(source({{"split", {"2"}}})))),
              ElementsAre("a.jpg", "b.jpg", "f.jpg"));
  EXPECT_THAT(paths(listed(set_of(source({{"split", {"train", "test"}}, {"place", {"0"}}})))),
              ElementsAre("c.jpg", "d.jpg"));
}

TEST_F(ManifestSourceTest, FilterThatLetsNothingThroughSaysWhatThereIs) {
  EXPECT_THAT(message(set_of(source({{"split", {"validation"}}}))),
              HasSubstr("metadata.csv: where.split: no row has \"validation\" in column split; its "
                        "values are: 0 (3), 2 (3)"));
  EXPECT_THAT(message(set_of(source({{"season", {"1"}}}))),
              HasSubstr("no column \"season\", which where asks for; the columns are: img_id, "));
}

TEST_F(ManifestSourceTest, SkipAndTakeCountTheRowsThatPass) {
  ManifestSource from = source({{"split", {"test"}}});
  from.skip = 1;
  from.take = 2;
  EXPECT_THAT(paths(listed(set_of(from))), ElementsAre("b.jpg", "f.jpg"));
  from.take = 3;
  EXPECT_THAT(message(set_of(from)), HasSubstr("take: 3 is not possible; 2 rows are left of 3"));
}

TEST_F(ManifestSourceTest, LabelsAreIndexIdNameOrAnyOf) {
  manifest(
      "file_name,label\na.jpg,0\nb.jpg,waterbird\nc.jpg,WaterBird\nd.jpg,waterbird|landbird\n");
  const Listing listing = listed(set_of(source()));
  EXPECT_THAT(labels(listing), ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(listing.images[3].also, ElementsAre(0));
  EXPECT_THAT(listing.images[2].also, ElementsAre());
}

TEST_F(ManifestSourceTest, RowsWithoutALabelAreLeftOutWhereTheStudySaysSo) {
  manifest("file_name,label\na.jpg,0\nb.jpg,\nc.jpg,1\n");
  ManifestSource from = source();
  from.skip_unlabelled = true;
  EXPECT_THAT(paths(listed(set_of(from))), ElementsAre("a.jpg", "c.jpg"));
}

TEST_F(ManifestSourceTest, AnyOfIsPartOfTheContent) {
  manifest("file_name,label\na.jpg,0\n");
  const std::string one = listed(set_of(source())).content;
  manifest("file_name,label\na.jpg,0|1\n");
  EXPECT_NE(listed(set_of(source())).content, one);
}

TEST_F(ManifestSourceTest, LabelThatIsNoClassIsNamedWithItsRow) {
  manifest("file_name,label\na.jpg,0\nb.jpg,waterbrd\n");
  EXPECT_THAT(message(set_of(source())),
              AllOf(HasSubstr("metadata.csv:3: column label: 'waterbrd' is no class of "),
                    HasSubstr("did you mean \"waterbird\"?")));
  manifest("file_name,label\na.jpg,\n");
  EXPECT_THAT(message(set_of(source())),
              HasSubstr("metadata.csv:2: column label: no value, expected"));
}

TEST_F(ManifestSourceTest, FilesThatAreNotThereAreNamedWithTheirRows) {
  manifest("file_name,label\na.jpg,0\nx.jpg,0\ny.jpg,1\n");
  EXPECT_THAT(message(set_of(source())),
              AllOf(HasSubstr("2 of 3 images that "),
                    HasSubstr("metadata.csv:3: column file_name: no file "),
                    HasSubstr("/data/x.jpg"), HasSubstr("metadata.csv:4: ")));
}

TEST_F(ManifestSourceTest, ImageThatStandsInTwoRowsIsRefused) {
  manifest("file_name,label\na.jpg,0\nb.jpg,0\na.jpg,1\n");
  EXPECT_THAT(message(set_of(source())),
              HasSubstr("metadata.csv:4: column file_name: \"a.jpg\" stands in line 2 already"));
}

TEST_F(ManifestSourceTest, PathsMayBeAbsoluteOrRelativeToARoot) {
  manifest("filename,y\n" + (folder_ / "data/a.jpg").string() + ",1\n");
  EXPECT_THAT(listed(set_of(source())).images, SizeIs(1));
  manifest("filename,y\nb.jpg,1\n");
  ManifestSource from = source();
  std::filesystem::create_directories(folder_ / "elsewhere");
  std::filesystem::rename(folder_ / "data/b.jpg", folder_ / "elsewhere/b.jpg");
  from.root = folder_ / "elsewhere";
  EXPECT_THAT(listed(set_of(from)).images, SizeIs(1));
}

TEST_F(ManifestSourceTest, ColumnsMayHaveAnyName) {
  manifest("where,what,x\na.jpg,1,5\n");
  ManifestSource from = source({{"side", {"5"}}});
  from.columns = {{"file_name", "where"}, {"label", "what"}, {"side", "x"}};
  EXPECT_THAT(labels(listed(set_of(from))), ElementsAre(1));
  from.columns = {{"file_name", "were"}};
  EXPECT_THAT(message(set_of(from)),
              HasSubstr("columns.file_name: found \"were\"; did you mean \"where\"?"));
}

TEST_F(ManifestSourceTest, GroupsAreOrderedByTheirValuesWithShareOfAnotherSplit) {
  Grouping grouping = bird_on();
  grouping.weights_split = "train";
  const Listing listing = listed(set_of(source({{"split", {"test"}}}), {grouping}));
  ASSERT_THAT(listing.groupings, SizeIs(1));
  const ImageGrouping& groups = listing.groupings[0];
  EXPECT_THAT(names(groups),
              ElementsAre("landbird/place=0", "landbird/place=1", "waterbird/place=1"));
  EXPECT_THAT(groups.groups[0].images, ElementsAre());  // in training alone
  EXPECT_THAT(groups.groups[1].images, ElementsAre(1));
  EXPECT_THAT(groups.groups[2].images, ElementsAre(0, 2));
  EXPECT_DOUBLE_EQ(*groups.groups[0].prevalence, 2.0 / 3);
  EXPECT_DOUBLE_EQ(*groups.groups[1].prevalence, 0);
  EXPECT_DOUBLE_EQ(*groups.groups[2].prevalence, 1.0 / 3);
}

TEST_F(ManifestSourceTest, NumbersAreOrderedAsNumbersAndWordsStandAlone) {
  manifest("file_name,y,age,place\na.jpg,0,10,sea\nb.jpg,0,9,sea\nc.jpg,0,9,land\n");
  const ImageGrouping groups =
      listed(set_of(source(), {{"g", {"age", "place"}, false, "", {}}})).groupings[0];
  EXPECT_THAT(names(groups), ElementsAre("age=9/land", "age=9/sea", "age=10/sea"));
  EXPECT_FALSE(groups.groups[0].prevalence);
}

TEST_F(ManifestSourceTest, GroupsMayOverlap) {
  manifest("file_name,y,pose,size\na.jpg,0,1,0\nb.jpg,0,1,1\nc.jpg,0,0,0\n");
  const ImageGrouping groups =
      listed(set_of(source(), {{"factor", {"pose", "size"}, true, "", {}}})).groupings[0];
  EXPECT_THAT(names(groups), ElementsAre("pose", "size"));
  EXPECT_THAT(groups.groups[0].images, ElementsAre(0, 1));
  EXPECT_THAT(groups.groups[1].images, ElementsAre(1));
  manifest("file_name,y,pose,size\na.jpg,0,1,maybe\n");
  EXPECT_THAT(message(set_of(source(), {{"factor", {"pose", "size"}, true, "", {}}})),
              HasSubstr("metadata.csv:2: column size: found \"maybe\", expected 1 or 0"));
}

TEST_F(ManifestSourceTest, EmptyValueIsInNoGroupAndRefused) {
  manifest("file_name,y,place\na.jpg,0,1\nb.jpg,0,\n");
  EXPECT_THAT(message(set_of(source(), {bird_on()})),
              HasSubstr("metadata.csv:3: column place: no value, but groups.bird_on needs one"));
}

TEST_F(ManifestSourceTest, GivenWeightsGoWithEveryGroup) {
  Grouping grouping = bird_on();
  grouping.weights = {{"landbird/place=0", 3}, {"landbird/place=1", 0}, {"waterbird/place=1", 1}};
  const ImageGrouping groups = listed(set_of(source(), {grouping})).groupings[0];
  EXPECT_DOUBLE_EQ(*groups.groups[0].prevalence, 0.75);
  EXPECT_EQ(groups.prevalence_of, "the study");
  grouping.weights.back().first = "waterbird/water";
  EXPECT_THAT(message(set_of(source(), {grouping})),
              HasSubstr("weights.bird_on: found \"waterbird/water\""));
  grouping.weights.pop_back();
  EXPECT_THAT(message(set_of(source(), {grouping})),
              HasSubstr("no weight for the group waterbird/place=1"));
}

TEST_F(ManifestSourceTest, PartnersAreFoundByAColumnOrByTheFileName) {
  manifest("file_name,y,foreground\na.jpg,0,f1\nb.jpg,0,f2\n");
  ImageSet set = set_of(source());
  set.pair_by = "foreground";
  EXPECT_THAT(listed(set).pair_keys, ElementsAre("f1", "f2"));
  set.pair_by = "file_name";
  EXPECT_THAT(listed(set).pair_keys, ElementsAre("a.jpg", "b.jpg"));
  set.pair_by = "background";
  EXPECT_THAT(message(set), HasSubstr("no column \"background\", which pair_by asks for"));
}

TEST_F(ManifestSourceTest, OriginalsAndMasksAreColumns) {
  manifest("file_name,y,original,mask\na.jpg,0,b.jpg,c.jpg\n");
  const ImageSet set = set_of(source());
  const ClassList classes = birds();
  const auto images = make_image_source(set, classes, nullptr);
  const Listing listing = listed(set);
  EXPECT_THAT(paths(*images->originals(listing)), ElementsAre("b.jpg"));
  EXPECT_THAT(paths(*images->masks(listing)), ElementsAre("c.jpg"));
}

TEST_F(ManifestSourceTest, FoldersHaveGroupsByLabel) {
  add("n02/a.jpg", "1");
  add("n01/a.jpg", "2");
  add("n01/b.jpg", "3");
  ImageSet images = set();
  images.groupings = {{"class", {"label"}, false, "", {}}};
  const ImageGrouping groups = list_images(images, classes()).groupings.at(0);
  EXPECT_THAT(names(groups), ElementsAre("ox", "cow"));
  EXPECT_THAT(groups.groups[0].images, ElementsAre(0, 1));
}

}  // namespace
}  // namespace remedy
