#include "report/input/run_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/run/gallery_files.h"
#include "model/checkpoint/tensor_file.h"
#include "report/analysed.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;

std::string load_error(const std::filesystem::path& root) {
  try {
    load_run(root);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

Plan one_trial_plan() {
  Plan plan;
  plan.trials = {testing::make_trial("a1", "mixed", 0.001, 100, 0)};
  return plan;
}

TEST(RunData, ReadsPlanRecordsAndTheStudysName) {
  const TemporaryDirectory folder;
  const Plan plan = one_trial_plan();
  testing::write_run(folder.path(), plan, {testing::completed(plan.trials[0], 780, 14)});
  const RunData run = load_run(folder.path());
  EXPECT_EQ(run.study, "cows");
  EXPECT_EQ(run.plan.trials.size(), 1U);
  EXPECT_EQ(run.records.at("a1").label, "mixed");
  EXPECT_TRUE(run.unreadable.empty());
}

TEST(RunData, ABaselineThatItsStudyDoesNotConfirmIsTold) {
  const TemporaryDirectory folder;
  testing::write_run(folder.path(), one_trial_plan(), {});
  const RunDirectory run(folder.path());
  EXPECT_EQ(load_run(folder.path()).unconfirmed, "");  // its study says nothing of a baseline
  write_file(run.study(), "study: cows\nbaseline: {architecture: resnet50, stem: cifar}\n");
  EXPECT_THAT(load_run(folder.path()).unconfirmed,
              HasSubstr("stem cifar (3x3 convolution of stride 1, no pooling), stride in the 3x3"));
  const Json report = testing::analysed({load_run(folder.path())});
  const bool flagged =
      std::any_of(report["flags"].begin(), report["flags"].end(),
                  [](const Json& flag) { return flag["kind"] == "unconfirmed_baseline"; });
  EXPECT_TRUE(flagged);
  write_file(run.study(), "study: cows\nbaseline: {expect: {suite: v, top1: 0.5, within: 0.1}}\n");
  EXPECT_EQ(load_run(folder.path()).unconfirmed, "");
}

TEST(RunData, ReadsWhatTheStudyAcceptsAndHasTheDefaultsElse) {
  const TemporaryDirectory folder;
  testing::write_run(folder.path(), one_trial_plan(), {});
  EXPECT_DOUBLE_EQ(load_run(folder.path()).accept.fix, 0.5);
  write_file(folder / "study.yaml", "study: cows\naccept: {fix: 0.8, retention: 0.9}\n");
  const RunData run = load_run(folder.path());
  EXPECT_DOUBLE_EQ(run.accept.fix, 0.8);
  EXPECT_DOUBLE_EQ(run.accept.retention, 0.9);
  EXPECT_DOUBLE_EQ(run.accept.over_prediction, 0.05);
}

template <typename T>
StoredTensor stored(const std::string& name, DType dtype, const std::vector<T>& values) {
  return {name,
          dtype,
          {static_cast<std::int64_t>(values.size())},
          reinterpret_cast<const std::uint8_t*>(values.data()),
          values.size() * sizeof(T)};
}

TEST(RunData, ReadsMarginsAndDoesWithoutThemWhereAnOlderVersionKeptNone) {
  const TemporaryDirectory folder;
  const Plan plan = one_trial_plan();
  testing::write_run(folder.path(), plan, {testing::completed(plan.trials[0], 780, 14)});
  EXPECT_TRUE(load_run(folder.path()).margins.suites.empty());
  const RunDirectory directory(folder.path());
  const std::vector<std::int32_t> labels = {1, 2}, classes = {1};
  const std::vector<float> before = {-1, -2}, after = {0.5F, -2}, endless = {HUGE_VALF, 0};
  const auto baseline = GalleryFiles(folder.path()).baseline("test_cows");
  const auto predictions = directory.predictions("a1");
  write_safetensors(baseline, {stored("label", DType::kInt32, labels)});
  write_safetensors(predictions, {stored("test_cows.kl", DType::kFloat32, before)});
  EXPECT_TRUE(load_run(folder.path()).margins.suites.empty());
  write_safetensors(
      baseline,
      {stored("label", DType::kInt32, labels), stored("target_margin", DType::kFloat32, before),
       stored("best_target", DType::kInt32, labels), stored("best_other", DType::kInt32, labels),
       stored("target_classes", DType::kInt32, classes)});
  EXPECT_EQ(load_run(folder.path()).margins.find("a1", "test_cows"), nullptr);
  write_safetensors(predictions, {stored("test_cows.target_margin", DType::kFloat32, after)});
  const RunMargins margins = load_run(folder.path()).margins;
  EXPECT_EQ(margins.suites.at("test_cows").baseline.margin, before);
  EXPECT_EQ(margins.suites.at("test_cows").target_classes, std::vector<int>{1});
  ASSERT_NE(margins.find("a1", "test_cows"), nullptr);
  EXPECT_EQ(*margins.find("a1", "test_cows"), after);
  write_safetensors(predictions, {stored("test_cows.target_margin", DType::kFloat32, endless)});
  EXPECT_EQ(load_run(folder.path()).margins.find("a1", "test_cows"), nullptr);
}

TEST(RunData, AFolderWithoutAPlanIsNoRunDirectory) {
  const TemporaryDirectory folder;
  EXPECT_EQ(load_error(folder.path()),
            folder.path().string() + ": not a run directory: it has no plan.json");
}

TEST(RunData, AMissingFolderIsNamed) {
  EXPECT_THAT(load_error("/nowhere/at/all"), HasSubstr("/nowhere/at/all: there is no such folder"));
}

TEST(RunData, ADamagedPlanIsNamed) {
  const TemporaryDirectory folder;
  for (const char* text : {"[]", "{", "{\"schema\": \"1\", \"trials\": []}",
                           "{\"schema\": 1, \"trials\": [{\"id\": 7}]}"}) {
    write_file(folder / "plan.json", text);
    EXPECT_THAT(load_error(folder.path()), HasSubstr("plan.json: ")) << text;
  }
}

TEST(RunData, ARecordThatCannotBeReadIsTold) {
  const TemporaryDirectory folder;
  testing::write_run(folder.path(), one_trial_plan(), {});
  write_file(folder / "trials/zz.json", "{\"schema\": 1");
  write_file(folder / "trials/a1.json", "");
  const RunData run = load_run(folder.path());
  EXPECT_TRUE(run.records.empty());
  ASSERT_EQ(run.unreadable.size(), 2U);
  EXPECT_EQ(run.unreadable[0].file.filename(), "a1.json");
  EXPECT_EQ(run.unreadable[1].file.filename(), "zz.json");
}

TEST(RunData, TheStudysNameComesFromARecordWhereItsFileIsGone) {
  const TemporaryDirectory folder;
  const Plan plan = one_trial_plan();
  testing::write_run(folder.path(), plan, {testing::completed(plan.trials[0], 780, 14)});
  std::filesystem::remove(folder / "study.yaml");
  EXPECT_EQ(load_run(folder.path()).study, "cows");
}

TEST(RunData, RunsAreCalledByTheirFoldersAndToldApart) {
  RunData a, b, c;
  a.root = "/first/sweep";
  b.root = "/second/sweep/";
  c.root = "/second/other";
  EXPECT_THAT(run_names({a, b, c}), ElementsAre("sweep", "sweep (2)", "other"));
}

}  // namespace
}  // namespace remedy
