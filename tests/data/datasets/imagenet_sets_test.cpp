#include <gmock/gmock.h>

#include <algorithm>

#include "data/datasets/import_fixture.h"
#include "data/suite_space.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ImportTest;
using ::testing::SizeIs;

// With a list of a thousand classes "n0" to "n999" beside the study.
class ImagenetSetsTest : public ImportTest {
 protected:
  Study study_of(const Imported& result) const {
    std::string classes;
    for (int i = 0; i < 1000; ++i) classes += fmt::format("n{} name{}\n", i, i);
    write_file(folder_ / "out/synset_words.txt", classes);
    write_file(folder_ / "out/resnet50.pth", "not read here");
    StudyDraft draft = draft_study(result.study);
    draft.problems.raise();
    return draft.study;
  }
  static SuiteSpace space_of(const Study& study, const Suite& suite) {
    return resolve(*study.find_label_space(suite.label_space), ClassList(study.baseline.classes),
                   "test");
  }
  Listing listed(const Study& study, std::size_t suite) const {
    SuiteSpace space = space_of(study, study.suites[suite]);
    const ClassList network(study.baseline.classes);
    Listing images = list_images(study.suites[suite].images,
                                 space.space.has_own_labels() ? space.classes : network);
    relabel(images, space, network);
    return images;
  }
};

TEST_F(ImagenetSetsTest, NineClassesAreMappedAndTheirBackgroundGapDerived) {
  for (const char* split : {"original", "mixed_same", "mixed_rand", "only_bg_t"}) {
    add(std::string(split) + "/val/00_dog/a.JPEG");
    add(std::string(split) + "/val/02_wheeled vehicle/b.JPEG");
  }
  add("fg_mask/val/00_dog/a.npy");
  const Imported result = imported("imagenet-9");
  EXPECT_THAT(result.suites, SizeIs(4));
  EXPECT_THAT(
      result.warnings,
      ElementsAre("no image of mixed_next, only_fg, no_fg, only_bg_b: left out of the study"));
  const Study read = study_of(result);
  ASSERT_THAT(read.suites, SizeIs(4));
  EXPECT_EQ(geometry_text(read.preprocess_of(read.suites[1])), "no resize, crop 224");
  EXPECT_EQ(read.derived.front().name, "background_gap");
  const SuiteSpace space = space_of(read, read.suites[1]);
  EXPECT_EQ(space.size(), 9u);
  EXPECT_EQ(space.of_model[151], 0);
  EXPECT_EQ(space.of_model[171], -1);  // among the dogs' indices, and none of the nine
  EXPECT_EQ(space.of_model[281], -1);  // a domestic cat
  EXPECT_EQ(space.of_model[817], 2);
  const auto members = [&](int of) {
    return std::count(space.of_model.begin(), space.of_model.end(), of);
  };
  EXPECT_EQ(members(-1), 630);
  EXPECT_THAT(listed(read, 1).images, SizeIs(2));
  EXPECT_EQ(listed(read, 1).images[1].label, 2);
}

TEST_F(ImagenetSetsTest, MissingSuiteIsNamedWithWhereItIsHad) {
  add("original/val/00_dog/a.JPEG");
  EXPECT_THAT(message("imagenet-9"),
              ::testing::AllOf(HasSubstr("no image of mixed_same, mixed_rand"),
                               HasSubstr("It is had as the archive")));
}

TEST_F(ImagenetSetsTest, TwoHundredClassesAreThoseOfTheFolders) {
  add("imagenet-r/n7/a.jpg");
  add("imagenet-r/n10/b.jpg");
  add("imagenet-r/README.txt");
  const Imported result = imported("imagenet-r");
  EXPECT_THAT(result.warnings,
              ElementsAre(HasSubstr("images of 2 classes, the published set of 200")));
  const Study read = study_of(result);
  SuiteSpace space = space_of(read, read.suites[0]);
  const ClassList network(read.baseline.classes);
  Listing images = list_images(read.suites[0].images, network);
  relabel(images, space, network);
  EXPECT_EQ(space.size(), 2u);
  EXPECT_EQ(space.of_model[7], 0);
  EXPECT_EQ(space.of_model[10], 1);  // by index, not by the order of "n10" and "n7"
  EXPECT_EQ(space.of_model[8], -1);
}

TEST_F(ImagenetSetsTest, CueConflictHasShapeAsLabelAndTextureAsGroup) {
  add("stimuli/style-transfer-preprocessed-512/cat/cat7-elephant12.png");
  add("stimuli/style-transfer-preprocessed-512/cat/cat8-cat1.png");
  add("stimuli/style-transfer-preprocessed-512/cat/dog8-cat1.png");  // in another shape's folder
  const Imported result = imported("cue-conflict");
  EXPECT_THAT(read_file(result.manifest),
              HasSubstr("cat7-elephant12.png,cat,cue_conflict,elephant\n"));
  const Study read = study_of(result);
  EXPECT_EQ(read.derived.front().name, "shape_bias");
  const SuiteSpace space = space_of(read, read.suites[0]);
  EXPECT_EQ(space.size(), 16u);
  EXPECT_EQ(space.of_model[284], 7);
  EXPECT_EQ(space.of_model[385], 11);
  EXPECT_THAT(listed(read, 0).images, SizeIs(2));
}

TEST_F(ImagenetSetsTest, WatermarkIsWrittenOnTheValidationImages) {
  add("val/n3/a.JPEG");
  add("val/n478/b.JPEG");
  const Study read = study_of(imported("imagenet-w"));
  ASSERT_THAT(read.suites, SizeIs(2));
  EXPECT_EQ(read.suites[1].name, "watermarked");
  EXPECT_EQ(to_text(read.suites[1].images.transforms), "watermark");
  EXPECT_EQ(read.suites[1].images.pair_by, "file_name");
  EXPECT_EQ(read.derived.front().name, "watermark_gap");
}

TEST_F(ImagenetSetsTest, ObjectNetByItsTables) {
  add("mappings/imagenet_to_label_2012_v2", "tench, Tinca tinca\nanalog clock\ndigital clock\n");
  add("mappings/pytorch_to_imagenet_2012_id.json", R"({"409": 1, "530": 2, "0": 0})");
  add("mappings/objectnet_to_imagenet_1k.json",
      R"({"Alarm clock": "analog clock; digital clock"})");
  add("mappings/folder_to_objectnet_label.json", R"({"alarm_clock": "Alarm clock", "air": "Air"})");
  add("images/alarm_clock/1.png");
  add("images/air/2.png");
  const Imported result = imported("objectnet");
  const Study read = study_of(result);
  const SuiteSpace space = space_of(read, read.suites[0]);
  EXPECT_EQ(space.size(), 1u);
  EXPECT_EQ(space.of_model[409], 0);
  EXPECT_EQ(space.of_model[530], 0);
  EXPECT_EQ(space.of_model[0], -1);
  EXPECT_THAT(listed(read, 0).images, SizeIs(1));
  add("mappings/objectnet_to_imagenet_1k.json", R"({"Alarm clock": "sun clock"})");
  std::filesystem::remove_all(folder_ / "out");
  EXPECT_THAT(message("objectnet"), HasSubstr("the class \"sun clock\" stands neither"));
}

}  // namespace
}  // namespace remedy
