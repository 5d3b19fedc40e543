#include "report/page/gallery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/run/gallery_files.h"
#include "model/checkpoint/tensor_file.h"
#include "report/analysis.h"
#include "report/page/gallery_json.h"
#include "report/page/page.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::make_trial;
using ::testing::Not;
using testing::TemporaryDirectory;

// What a model says of each image of a suite.
struct Said {
  std::vector<std::int32_t> predicted;
  std::vector<float> confidence, label_probability;
};

template <typename T>
StoredTensor stored(const std::string& name, const std::vector<T>& values, DType dtype) {
  return {name,
          dtype,
          {static_cast<std::int64_t>(values.size())},
          reinterpret_cast<const std::uint8_t*>(values.data()),
          values.size() * sizeof(T)};
}

void add(std::vector<StoredTensor>& tensors, const std::string& prefix, const Said& said) {
  tensors.push_back(stored(prefix + "predicted", said.predicted, DType::kInt32));
  tensors.push_back(stored(prefix + "confidence", said.confidence, DType::kFloat32));
  tensors.push_back(stored(prefix + "label_probability", said.label_probability, DType::kFloat32));
}

// Three images to retain, all right before, of which 2 and 0 break, 2 worse; two cows, the second
// of which is fixed.
const std::vector<std::int32_t> kKept = {0, 1, 2}, kCows = {3, 3};
const Said kKeptBefore = {{0, 1, 2}, {0.5F, 0.9F, 0.9F}, {0.5F, 0.9F, 0.9F}};
const Said kKeptAfter = {{3, 1, 3}, {0.6F, 0.8F, 0.7F}, {0.25F, 0.8F, 0.125F}};
const Said kCowsBefore = {{0, 1}, {0.75F, 0.5F}, {0.01F, 0.02F}};
const Said kCowsAfter = {{0, 3}, {0.5F, 0.98768F}, {0.25F, 0.98768F}};

class GalleryTest : public ::testing::Test {
 protected:
  GalleryTest() : root_(folder_ / "run"), files_(root_) {
    Plan plan;
    std::vector<Json> records;
    for (const int draw : {0, 1}) {
      plan.trials.push_back(make_trial("t" + std::to_string(draw), "mixed", 0.001, 100, draw));
      records.push_back(testing::completed(plan.trials.back(), 760, 14));
    }
    testing::write_run(root_, plan, records);
    write_file(files_.classes(), R"(["ape", "bee", "cat", "cow"])");
    keep("validation", kKept, kKeptBefore);
    keep("test_cows", kCows, kCowsBefore);
    std::vector<StoredTensor> predictions;
    add(predictions, "validation.", kKeptAfter);
    add(predictions, "test_cows.", kCowsAfter);
    write_safetensors(RunDirectory(root_).predictions("t0"), predictions);
  }

  void keep(const std::string& suite, const std::vector<std::int32_t>& labels, const Said& before,
            const std::vector<std::int32_t>* targets = nullptr) {
    std::vector<StoredTensor> tensors = {stored("label", labels, DType::kInt32)};
    if (targets != nullptr) tensors.push_back(stored("target_classes", *targets, DType::kInt32));
    add(tensors, "", before);
    write_safetensors(files_.baseline(suite), tensors);
    Json images = {{"content", "c0"}, {"names", Json::array()}};
    for (std::size_t i = 0; i < labels.size(); ++i) {
      images["names"].push_back(suite + "/" + std::to_string(i));
      write_file(files_.picture(suite, i), "jpeg of " + suite + std::to_string(i));
    }
    write_json(files_.images(suite), images);
  }

  std::optional<Gallery> gallery() const {
    const std::vector<RunData> runs = {load_run(root_)};
    return gather_gallery(runs, analyse(runs));
  }
  Json gather() const { return gallery_json(gallery()); }

  TemporaryDirectory folder_;
  std::filesystem::path root_;
  GalleryFiles files_;
};

TEST_F(GalleryTest, ShowsEveryCowAndTheWorstOfWhatBroke) {
  const Json gallery = gather();
  ASSERT_EQ(gallery["settings"].size(), 1U);
  const Json& shown = gallery["settings"][0];
  EXPECT_EQ(shown["draw"], 0);  // the first
  EXPECT_EQ(shown["suites"][0]["suite"], "test_cows");
  EXPECT_EQ(shown["suites"][0]["images"],
            Json::parse("[[0, 0, 0.5, 0.25], [1, 3, 0.9877, 0.9877]]"));
  EXPECT_EQ(shown["suites"][0]["right"], 1);
  EXPECT_EQ(shown["suites"][0]["total"], 2);
  EXPECT_TRUE(shown["suites"][0]["flips"].is_null());
  EXPECT_EQ(shown["suites"][1]["suite"], "validation");
  const Json& broken = shown["suites"][1]["images"];
  ASSERT_EQ(broken.size(), 2U);
  EXPECT_EQ(gallery["images"][broken[0][0].get<std::size_t>()]["name"], "validation/2");
  EXPECT_EQ(gallery["images"][broken[1][0].get<std::size_t>()]["name"], "validation/0");
  EXPECT_EQ(gallery["classes"], Json::parse(R"({
    "test_cows": {"3": "cow", "0": "ape", "1": "bee"},
    "validation": {"2": "cat", "3": "cow", "0": "ape"}
  })"));
  EXPECT_EQ(gallery["images"][1]["before"], Json::parse("[1, 0.5, 0.02]"));
  EXPECT_EQ(gallery["missing"], 0);
}

// A label there is no class of the network's.
TEST_F(GalleryTest, NamesTheClassesOfASuitesOwnLabelSpace) {
  const RunDirectory directory(root_);
  Json record = read_json(directory.record("t0"));
  record["suites"]["test_cows"]["label_space"] = {
      {"name", "places"}, {"rule", "map"}, {"classes", 4}};
  write_json(directory.record("t0"), record);
  Json images = read_json(files_.images("test_cows"));
  images["classes"] = {"land", "sea", "sky", ""};
  write_json(files_.images("test_cows"), images);
  const RunData run = load_run(root_);
  EXPECT_EQ(run.class_name("test_cows", 1), "sea");
  EXPECT_EQ(run.class_name("test_cows", 3), "class 3");
  EXPECT_EQ(run.class_name("test_cows", 4), "class 4");
  EXPECT_EQ(run.class_name("validation", 3), "cow");
  const Json classes = gather()["classes"];
  EXPECT_EQ(classes["test_cows"]["0"], "land");
  EXPECT_EQ(classes["validation"]["0"], "ape");
}

// Of four images that are no cows 1 was one to the baseline already, 3 is now, and 0 is wrong in
// another way.
TEST_F(GalleryTest, ShowsWhatAGuardTakesForTheTarget) {
  const std::vector<std::int32_t> labels = {0, 1, 2, 0}, targets = {3};
  const Said before = {{0, 3, 2, 0}, {0.5F, 0.9F, 0.9F, 0.5F}, {0.5F, 0.1F, 0.9F, 0.5F}};
  const Said after = {{1, 3, 2, 3}, {0.5F, 0.9F, 0.9F, 0.5F}, {0.5F, 0.1F, 0.9F, 0.25F}};
  Plan plan;
  plan.trials.push_back(make_trial("t0", "mixed", 0.001, 100, 0));
  Json record = testing::completed(plan.trials.back(), 760, 14);
  record["suites"]["others"] = testing::suite_entry({"guard", 4, 3, 1, 2});
  testing::write_run(root_, plan, {record});
  std::vector<StoredTensor> predictions;
  add(predictions, "validation.", kKeptAfter);
  add(predictions, "test_cows.", kCowsAfter);
  add(predictions, "others.", after);
  write_safetensors(RunDirectory(root_).predictions("t0"), predictions);
  keep("others", labels, before, &targets);
  const auto shown_of_guard = [&] {
    std::vector<std::string> names;
    const Json gallery = gather();
    for (const Json& suite : gallery["settings"][0]["suites"]) {
      if (suite["suite"] != "others") continue;
      for (const Json& image : suite["images"]) {
        names.push_back(gallery["images"][image[0].get<std::size_t>()]["name"]);
      }
    }
    return names;
  };
  EXPECT_THAT(shown_of_guard(), ElementsAre("others/3", "others/0"));
  // A run of an earlier version kept no picture of a guard, and none is said to be missing.
  const Json missing = gather()["missing"];
  for (std::size_t i = 0; i < labels.size(); ++i) {
    std::filesystem::remove(files_.picture("others", i));
  }
  EXPECT_THAT(shown_of_guard(), IsEmpty());
  EXPECT_EQ(gather()["missing"], missing);
}

TEST_F(GalleryTest, APictureIsEmbeddedWholeAndOnce) {
  const Json gallery = gather();
  // RFC 4648 of "jpeg of test_cows0".
  EXPECT_EQ(gallery["pictures"][0], "data:image/jpeg;base64,anBlZyBvZiB0ZXN0X2Nvd3Mw");
  EXPECT_EQ(gallery["pictures"].size(), 4U);
  EXPECT_EQ(gallery["images"].size(), 4U);
}

TEST_F(GalleryTest, WhatIsMissingIsCounted) {
  std::filesystem::remove(files_.picture("test_cows", 0));
  const Json gallery = gather();
  EXPECT_EQ(gallery["missing"], 1);
  EXPECT_EQ(gallery["settings"][0]["suites"][0]["images"].size(), 1U);
}

TEST_F(GalleryTest, WhatHasNoRoomIsCounted) {
  write_file(files_.picture("test_cows", 1), std::string(kPictureBytes, 'x'));
  const Json gallery = gather();
  EXPECT_EQ(gallery["left_out"], 1);
  EXPECT_EQ(gallery["pictures"].size(), 3U);
}

TEST_F(GalleryTest, ARunWithoutOneGivesAPageWithoutPictures) {
  std::filesystem::remove_all(root_ / "gallery");
  EXPECT_TRUE(gather().is_null());
  const std::vector<RunData> runs = {load_run(root_)};
  EXPECT_THAT(to_page(analyse(runs), {}, gallery()), Not(HasSubstr("data:image/jpeg")));
}

TEST_F(GalleryTest, DamageCostsTheSuiteOrTheTrialAndNothingElse) {
  write_file(files_.baseline("validation"), "not a checkpoint");
  EXPECT_EQ(gather()["suites"].size(), 1U);
  const auto file = RunDirectory(root_).predictions("t0");
  write_file(file, read_file(file).substr(0, 40));
  EXPECT_TRUE(gather().is_null());
}

TEST_F(GalleryTest, APageHoldsItsPictures) {
  const std::vector<RunData> runs = {load_run(root_)};
  EXPECT_THAT(to_page(analyse(runs), {}, gallery()),
              HasSubstr("data:image/jpeg;base64,anBlZyBvZiB0ZXN0X2Nvd3Mw"));
}

}  // namespace
}  // namespace remedy
