#include "report/settings/lost_classes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <random>
#include <utility>

#include "core/run/gallery_files.h"
#include "model/checkpoint/tensor_file.h"
#include "report/analysed.h"
#include "report/conclude/choose/simulations.h"
#include "report/markdown/markdown.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_record;
using testing::make_trial;
using testing::RunBuilder;

Json loss(int index, const std::string& name, int before, int after) {
  return {{"class", index},   {"name", name},   {"images", 4},
          {"before", before}, {"after", after}, {"negative_flips", before - after}};
}

RunData run_with(const std::vector<Json>& lost) {
  RunBuilder builder;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    const Trial trial =
        make_trial("t" + std::to_string(i), "mixed", 0.001, 100, static_cast<std::int64_t>(i));
    Json record = testing::completed(trial, 780, 14);
    record["suites"]["validation"]["classes"] = {{"lost", lost[i]}};
    builder.add(trial, std::move(record));
  }
  return builder.run;
}

// Records of earlier versions hold the ten classes that lose most, and nothing of the others.
TEST(LostClasses, OfRecordsAloneThoseThatEveryTrialListsAreTested) {
  Json all_lost = loss(5, "ox", 40, 0), some = loss(3, "hen", 4, 0);
  all_lost["images"] = 50;
  const Report found =
      analyse({run_with({Json::array({some, all_lost}), Json::array({all_lost})})});
  const Json report = report_json(found);
  const Json& lost = report["settings"][0]["lost"]["validation"];
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0]["name"], "ox");
  EXPECT_EQ(lost[0]["trials"], 2);
  EXPECT_EQ(lost[0]["after"], 0);
  EXPECT_NEAR(lost[0]["p"].get<double>(), 2 * std::pow(0.5, 40), 1e-20);
  EXPECT_THAT(to_markdown(found), HasSubstr("ox 40 → 0 of 50"));
  EXPECT_FALSE(report["trials"][0]["suites"]["validation"].contains("classes"));
}

// Four of four images lost are 1 in 16 by chance, in each of many classes.
TEST(LostClasses, ASmallClassIsNotListedForChance) {
  const Report found = analyse({run_with({Json::array({loss(3, "hen", 4, 0)})})});
  const Json report = report_json(found);
  EXPECT_TRUE(report["settings"][0]["lost"]["validation"].is_array());
  EXPECT_TRUE(report["settings"][0]["lost"]["validation"].empty());
  EXPECT_THAT(to_markdown(found), HasSubstr("no class lost significantly more"));
}

constexpr std::size_t kStudyClasses = 20, kStudyImages = 800;

void keep(const std::filesystem::path& file,
          const std::vector<std::pair<std::string, const std::vector<std::int32_t>*>>& values) {
  std::vector<StoredTensor> tensors;
  for (const auto& [name, list] : values) {
    tensors.push_back({name,
                       DType::kInt32,
                       {static_cast<std::int64_t>(list->size())},
                       reinterpret_cast<const std::uint8_t*>(list->data()),
                       list->size() * sizeof(std::int32_t)});
  }
  std::filesystem::create_directories(file.parent_path());
  write_safetensors(file, tensors);
}

// A study of three draws with its predictions. Classes differ in how hard they are. `right`:
// whether a model is right on an image of a class, asked once for the baseline, as draw -1, and
// every draw.
template <typename Right>
Json lost_in_study(const std::filesystem::path& root, const Right& right) {
  std::vector<std::int32_t> labels(kStudyImages), predicted(kStudyImages);
  int before = 0;
  for (std::size_t i = 0; i < kStudyImages; ++i) {
    labels[i] = static_cast<std::int32_t>(i % kStudyClasses);
    predicted[i] = right(-1, labels[i]) ? labels[i] : labels[i] + 1;
    before += predicted[i] == labels[i];
  }
  Plan plan;
  std::vector<Json> records;
  std::vector<std::vector<std::int32_t>> ranks;
  for (int draw = 0; draw < 3; ++draw) {
    plan.trials.push_back(make_trial("t" + std::to_string(draw), "mixed", 0.001, 100, draw));
    ranks.emplace_back();
    testing::SuiteCounts counts{"retain", static_cast<int>(kStudyImages), before, 0, 0};
    for (std::size_t i = 0; i < kStudyImages; ++i) {
      const bool now = right(draw, labels[i]);
      ranks.back().push_back(now ? 0 : 1);
      counts.after += now;
      counts.negative_flips += !now && predicted[i] == labels[i];
    }
    records.push_back(
        make_record(plan.trials.back(), Status::kCompleted, {{"validation", counts}}));
  }
  testing::write_run(root, plan, records);
  keep(GalleryFiles(root).baseline("validation"), {{"label", &labels}, {"predicted", &predicted}});
  for (std::size_t draw = 0; draw < ranks.size(); ++draw) {
    keep(RunDirectory(root).predictions("t" + std::to_string(draw)),
         {{"validation.rank", &ranks[draw]}});
  }
  return testing::analysed({load_run(root)})["settings"][0]["lost"]["validation"];
}

double chance_of(std::int32_t label) { return 0.1 + 0.8 * label / double{kStudyClasses - 1}; }

// Baseline and repaired models are right as often, class by class: that a class lost more is false.
TEST(LostClasses, AreNotFoundInStudiesWithoutAny) {
  const int studies = testing::simulated_studies(30);
  std::mt19937 random(21);
  std::uniform_real_distribution<double> uniform;
  int found = 0;
  for (int study = 0; study < studies; ++study) {
    const testing::TemporaryDirectory folder;
    found += !lost_in_study(folder / "run", [&](int, std::int32_t label) {
                return uniform(random) < chance_of(label);
              }).empty();
  }
  std::cout << "classes listed in " << found << " of " << studies << " null studies\n";
  EXPECT_LE(found, studies / 20.0 + 2 * std::sqrt(studies * 0.05 * 0.95));
}

TEST(LostClasses, AClassThatIsLostIsFound) {
  const testing::TemporaryDirectory folder;
  std::mt19937 random(22);
  std::uniform_real_distribution<double> uniform;
  const Json lost = lost_in_study(folder / "run", [&](int draw, std::int32_t label) {
    return uniform(random) < (draw >= 0 && label == 15 ? 0.1 : chance_of(label));
  });
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0]["class"], 15);
  EXPECT_EQ(lost[0]["images"], kStudyImages / kStudyClasses);
  EXPECT_LE(lost[0]["p_fdr"].get<double>(), 0.05);
}

TEST(LostClasses, RecordsThatDoNotTellAreReadable) {
  RunData run = run_with({Json::array()});
  SuiteFigures& suite = named(run.records["t0"].result.suites, "validation");
  suite.classes.reset();
  suite.calibration.reset();
  const Report found = analyse({run});
  const Json report = report_json(found);
  EXPECT_TRUE(report["flags"].empty()) << report["flags"];
  EXPECT_TRUE(report["settings"][0]["lost"]["validation"].is_null());
  EXPECT_TRUE(
      report["settings"][0]["suites"]["validation"]["calibration.remediated.ece"].is_null());
  EXPECT_TRUE(report["baseline"]["validation"]["ece"].is_null());
  EXPECT_THAT(to_markdown(found), HasSubstr("calibration error – %"));
}

TEST(LostClasses, WhatIsDamagedIsLeftOut) {
  Json few = loss(2, "few", 40, 1), whole = loss(4, "whole", 40, 1);
  few["images"] = 1;  // fewer than were right
  whole["images"] = 40;
  const Json report = testing::analysed({run_with({Json::array({few, whole})})});
  const Json& lost = report["settings"][0]["lost"]["validation"];
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0]["name"], "whole");
}

}  // namespace
}  // namespace remedy
