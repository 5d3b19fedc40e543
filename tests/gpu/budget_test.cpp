// Trainings on a device of little memory. Told by the simulated device, which has a limit for each
// process.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "cli/program.h"
#include "core/file.h"
#include "gpu/device_under_test.h"

namespace remedy {
namespace {

using testing::Output;
using testing::TinyStudy;

class GpuBudget : public ::testing::Test {
 protected:
  void SetUp() override {
    if (testing::device_under_test() != "privateuseone") {
      GTEST_SKIP() << "limits the memory of the simulated device";
    }
  }
  ~GpuBudget() override { unsetenv("REMEDY_SIMULATED_MEMORY"); }

  // The record of a fine-tune on a device of so many bytes. A picture has as many pixels as 64 of
  // the study as it is: eleven stand for 704.
  Json trained(const std::string& out, std::int64_t bytes) const {
    setenv("REMEDY_SIMULATED_MEMORY", std::to_string(bytes).c_str(), 1);
    const Output output = study_.remedy({"run",      "study.yaml",
                                         "--out",    out,
                                         "--device", "privateuseone",
                                         "--only",   "mixed_finetune",
                                         "--set",    "design.draws=1",
                                         "--set",    "design.anchor_classes=[6]",
                                         "--set",    "stop.steps=2",
                                         "--set",    "baseline.preprocess.resize=256",
                                         "--set",    "baseline.preprocess.crop=256",
                                         "--set",    "suites.validation.take=1"});
    const auto records = study_.records(out);
    return records.count("mixed_finetune") > 0 ? records.at("mixed_finetune") : Json(output.err);
  }

  TinyStudy study_;
};

TEST_F(GpuBudget, ThePeakIsToldAndAThirdOfItIsARow) {
  const Json ample = trained("ample", std::int64_t{1} << 32);
  ASSERT_TRUE(ample.contains("suites")) << ample;
  const auto peak = ample["peak_device_bytes"].get<std::int64_t>();
  const Json little = trained("little", peak / 3);
  ASSERT_EQ(little["status"], "out_of_memory") << little;
  EXPECT_NE(little["reason"].get<std::string>().find("micro_batch"), std::string::npos);
  EXPECT_LE(little["peak_device_bytes"].get<std::int64_t>(), peak / 3);
}

// Nobody asks for it: a session sees how much is free. On an H200 with 24 GiB left, 1010 images of
// 224 pixels peak at 14.5 GiB in place of 23.6, with the same predictions.
TEST_F(GpuBudget, WhatDoesNotFitIsTrainedWithActivationsThatAreComputedAgain) {
  const Json ample = trained("ample", std::int64_t{1} << 32);
  ASSERT_TRUE(ample.contains("suites")) << ample;
  const auto peak = ample["peak_device_bytes"].get<std::int64_t>();
  const std::int64_t less = peak / 100 * 95;
  const Json rescued = trained("less", less);
  ASSERT_TRUE(rescued.contains("suites")) << rescued;
  EXPECT_LE(rescued["peak_device_bytes"].get<std::int64_t>(), less);
  EXPECT_EQ(rescued["stop"], ample["stop"]);
  const auto predictions = [&](const char* run, const Json& record) {
    return read_file(study_.path(run) / "predictions" /
                     (record["id"].get<std::string>() + ".safetensors"));
  };
  EXPECT_TRUE(predictions("ample", ample) == predictions("less", rescued));
}

}  // namespace
}  // namespace remedy
