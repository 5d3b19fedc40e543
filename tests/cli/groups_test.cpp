// Groups, label spaces, transforms and derived figures, from the study's file to the record.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "cli/program.h"
#include "core/file.h"
#include "model/checkpoint/tensor_file.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

// The validation images in a table: by the parity of their number they lie at sea or on land, and
// land has two thirds of the training split.
std::string sea_and_land() {
  std::string table = "file_name,label,split,place\n";
  for (int label = 0; label < 6; ++label) {
    for (int i = 0; i < 8; ++i) {
      table +=
          fmt::format("c{0}/{1}.png,{0},{2},{3}\n", label, i, "test", i % 2 == 0 ? "sea" : "land");
    }
  }
  for (const char* place : {"land", "land", "sea"}) {
    table += fmt::format("none{}.png,0,train,{}\n", table.size(), place);
  }
  return table;
}

constexpr char kGroupStudy[] = R"(extends: study.yaml
suites:
  places: {role: guard, manifest: places.csv, root: val, where: {split: test},
           groups: {by_place: place, by_class: [label, place]}, weights: {by_place: train},
           pair_by: file_name}
  grey: {role: guard, use: places, transform: [grayscale]}
  halves: {role: guard, manifest: halves.csv, root: val, label_space: halves}
label_spaces:
  halves: {rule: map, classes: {low: [0-1], high: [4, 5]}}
derived:
  colour: places.top1 - grey.top1
)";

class GroupsTest : public ::testing::Test {
 protected:
  GroupsTest() {
    write_file(study_.path("places.csv"), sea_and_land());
    write_file(study_.path("halves.csv"),
               "file_name,label\nc0/0.png,low\nc5/0.png,high\nc4/1.png,high\n");
    write_file(study_.path("grouped.yaml"), kGroupStudy);
    const Output output =
        study_.remedy({"run", "grouped.yaml", "--only", "identity", "--out", "run"});
    EXPECT_EQ(output.code, 0) << output.err;
    record_ = study_.records("run").at("identity");
    predictions_.emplace(read_checkpoint(
        study_.path("run/predictions/" + record_["id"].get<std::string>() + ".safetensors")));
  }

  // Whether each image of a suite is right.
  std::vector<bool> right(const std::string& suite) const {
    const StoredTensor* rank = predictions_->find(suite + ".rank");
    std::vector<bool> result;
    const auto* values = reinterpret_cast<const std::int32_t*>(rank->data);
    for (std::int64_t i = 0; i < rank->shape.at(0); ++i) result.push_back(values[i] == 0);
    return result;
  }

  TinyStudy study_;
  Json record_;
  std::optional<StateDict> predictions_;
};

TEST_F(GroupsTest, FiguresOfGroupsAreThoseOfTheirImages) {
  const std::vector<bool> all = right("places");
  ASSERT_EQ(all.size(), 48u);
  double sea = 0, land = 0;
  for (std::size_t i = 0; i < all.size(); ++i) (i % 2 == 0 ? sea : land) += all[i] ? 1.0 / 24 : 0;
  const Json& places = record_["suites"]["places"]["groups"]["by_place"];
  EXPECT_EQ(places["groups"][0]["name"], "land");
  EXPECT_EQ(places["groups"][0]["images"], 24);
  EXPECT_NEAR(places["groups"][0]["baseline"]["accuracy"], land, 1e-12);
  EXPECT_NEAR(places["groups"][1]["remediated"]["accuracy"], sea, 1e-12);
  EXPECT_NEAR(places["baseline"]["worst"]["accuracy"], std::min(sea, land), 1e-12);
  EXPECT_NEAR(places["baseline"]["mean_by_prevalence"], land * 2 / 3 + sea / 3, 1e-12);
  EXPECT_NEAR(places["baseline"]["mean_over_images"], (land + sea) / 2, 1e-12);
  EXPECT_EQ(record_["suites"]["places"]["groups"]["by_class"]["groups"].size(), 12u);
}

TEST_F(GroupsTest, TheReportShowsThem) {
  EXPECT_THAT(read_file(study_.path("run/report.md")),
              AllOf(HasSubstr("#### Groups: by_place"),
                    HasSubstr("mean by the prevalence in train"), HasSubstr("land (24 images, ")));
  const Json report = Json::parse(read_file(study_.path("run/report.json")));
  const Json& land = report["settings"][0]["groups"]["places"]["by_place"]["groups"][0];
  EXPECT_EQ(land["name"], "land");
  EXPECT_EQ(
      land["accuracy"]["mean"],
      record_["suites"]["places"]["groups"]["by_place"]["groups"][0]["remediated"]["accuracy"]);
}

TEST_F(GroupsTest, SuiteInALabelSpaceIsMeasuredThere) {
  const Json& halves = record_["suites"]["halves"];
  EXPECT_EQ(halves["label_space"]["rule"], "map");
  EXPECT_EQ(halves["label_space"]["classes"], 2);
  EXPECT_TRUE(halves["target_probability"]["baseline"].is_null());
  EXPECT_EQ(halves["kl"]["max"], 0);
  const Json kept = read_json(study_.path("run/gallery/halves/images.json"));
  EXPECT_EQ(kept["classes"].size(), 2u);
}

TEST_F(GroupsTest, DerivedFigureComparesPairedImages) {
  const std::vector<bool> colour = right("places"), grey = right("grey");
  double gap = 0;
  for (std::size_t i = 0; i < colour.size(); ++i) gap += (colour[i] - grey[i]) / 48.0;
  EXPECT_EQ(record_["derived"]["colour"]["pairs"], 48);
  EXPECT_NEAR(record_["derived"]["colour"]["baseline"]["value"], gap, 1e-12);
}

}  // namespace
}  // namespace remedy
