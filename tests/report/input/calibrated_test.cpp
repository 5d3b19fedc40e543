#include "report/input/calibrated.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/run/gallery_files.h"
#include "model/checkpoint/tensor_file.h"
#include "report/analysed.h"
#include "report/markdown/markdown.h"
#include "report/run_builder.h"
#include "statistics/calibration.h"
#include "statistics/random.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;

void keep_confidences(const std::filesystem::path& file, const std::string& name,
                      const std::vector<float>& values) {
  std::filesystem::create_directories(file.parent_path());
  write_safetensors(file, {{name,
                            DType::kFloat32,
                            {static_cast<std::int64_t>(values.size())},
                            reinterpret_cast<const std::uint8_t*>(values.data()),
                            values.size() * sizeof(float)}});
}

// A run of one trial on a suite of 50 images, right with the probability `confidence - over`.
Report report_of(double over, std::uint64_t seed) {
  const testing::TemporaryDirectory folder;
  statistics::Random random(seed);
  std::vector<double> confidences;
  std::vector<bool> correct;
  for (int i = 0; i < 50; ++i) {
    confidences.push_back(0.3 + 0.7 * random.uniform());
    correct.push_back(random.uniform() < confidences.back() - over);
  }
  const Trial trial = make_trial("a", "mixed", 0.001, 100, 0);
  Plan plan;
  plan.trials.push_back(trial);
  Json record = testing::make_record(trial, Status::kCompleted,
                                     {{"held_out", {"transfer", 50, 30, 30, 0, 0.1, 0}}});
  const Json calibration = {{"ece", statistics::expected_calibration_error(confidences, correct)},
                            {"brier", 0.1},
                            {"confidence", 0.75}};
  record["suites"]["held_out"]["calibration"] = {{"baseline", calibration},
                                                 {"remediated", calibration}};
  testing::write_run(folder / "run", plan, {record});
  const std::vector<float> kept(confidences.begin(), confidences.end());
  keep_confidences(GalleryFiles(folder / "run").baseline("held_out"), "confidence", kept);
  keep_confidences(RunDirectory(folder / "run").predictions("a"), "held_out.confidence", kept);
  return analyse({load_run(folder / "run")});
}

// conclusions: 15 to 19 % of ECE on 50 images are what a perfectly calibrated model shows.
TEST(Calibrated, AFewImagesOfACalibratedModelAreNoMiscalibration) {
  int misread = 0;
  double error = 0;
  constexpr int kModels = 40;
  for (int i = 0; i < kModels; ++i) {
    const BaselineFigures baseline =
        report_of(0, static_cast<std::uint64_t>(i)).suites.front().baseline;
    misread += *baseline.ece > *baseline.ece_calibrated_p95;
    error += *baseline.ece / kModels;
  }
  EXPECT_GT(error, 0.1);  // and yet
  EXPECT_LE(misread, 4);  // 2 expected
  const Report report = report_of(0, 3);
  EXPECT_THAT(to_markdown(report), HasSubstr("no sign of miscalibration"));
  EXPECT_NEAR(*report.settings[0].suites[0].mean(Figure::kEceCalibrated),
              *report.suites[0].baseline.ece_calibrated, 1e-12);
}

TEST(Calibrated, AnOverconfidentModelIsSeen) {
  const Report report = report_of(0.3, 5);
  const BaselineFigures& baseline = report.suites[0].baseline;
  EXPECT_GT(*baseline.ece, *baseline.ece_calibrated_p95);
  EXPECT_THAT(to_markdown(report), HasSubstr(": miscalibrated)"));
}

TEST(Calibrated, WithoutPredictionsNothingIsKnown) {
  testing::RunBuilder builder;
  builder.add_completed(make_trial("a", "mixed", 0.001, 100, 0), 760, 14);
  const Json report = testing::analysed({builder.run});
  EXPECT_TRUE(report["baseline"]["validation"]["ece_calibrated"].is_null());
  EXPECT_TRUE(report["settings"][0]["suites"]["validation"]["calibration.remediated.ece_calibrated"]
                  .is_null());
}

}  // namespace
}  // namespace remedy
