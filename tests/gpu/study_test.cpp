// A study on the GPU, from its file to its report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "cli/program.h"
#include "core/file.h"
#include "gpu/device_under_test.h"
#include "model/checkpoint/tensor_file.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Output;
using ::testing::StartsWith;
using testing::TinyStudy;

Output run_on(const TinyStudy& study, const std::string& device, const std::string& out,
              std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"run",   "study.yaml", "--threads", "1",
                                        "--out", out,          "--device",  device};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return study.remedy(arguments);
}

std::vector<float> baseline_logits(const TinyStudy& study, const std::string& run) {
  const StateDict stored = read_checkpoint(study.path(run) / "baseline/validation.safetensors");
  const StoredTensor* logits = stored.find("logits");
  std::vector<float> values(logits->bytes / sizeof(float));
  std::memcpy(values.data(), logits->data, logits->bytes);
  return values;
}

TEST(GpuStudy, EveryRemediationHasAResult) {
  const TinyStudy study;
  study.add_remediations(
      "  head_finetune: {}\n  ewc: {}\n  afr: {}\n  dfr: {}\n  lwf: {}\n  group_dro: {}\n"
      "  wise_ft: {after: mixed_finetune, batch_norm: recalibrate}\n"
      "  rank_one_edit: {}\n");
  const Output output = run_on(study, testing::device_under_test(), "run",
                               {"--set", "design.draws=1", "--set", "design.anchor_classes=[6]",
                                "--set", "data.counterexamples.originals=originals"});
  EXPECT_EQ(output.code, 0) << output.err;
  const auto records = study.records("run");
  EXPECT_EQ(records.size(), 10u);
  for (const auto& [label, record] : records) {
    EXPECT_THAT(record["status"].get<std::string>(), ::testing::AnyOf("completed", "not_reached"))
        << label << ": " << record["reason"];
    EXPECT_THAT(record["provenance"]["device"].get<std::string>(),
                StartsWith(testing::device_under_test().substr(0, 4)));
  }
}

TEST(GpuStudy, TheBaselineIsThatOfTheCpu) {
  const TinyStudy study;
  ASSERT_EQ(run_on(study, "cpu", "cpu", {"--only", "identity"}).code, 0);
  ASSERT_EQ(run_on(study, testing::device_under_test(), "gpu", {"--only", "identity"}).code, 0);
  const std::vector<float> expected = baseline_logits(study, "cpu");
  const std::vector<float> logits = baseline_logits(study, "gpu");
  ASSERT_EQ(logits.size(), expected.size());
  for (std::size_t i = 0; i < logits.size(); ++i) {
    EXPECT_NEAR(logits[i], expected[i], 1e-3 + 1e-3 * std::abs(expected[i]));
  }
}

TEST(GpuStudy, TheIdentityChangesNothingToTheBit) {
  const TinyStudy study;
  ASSERT_EQ(run_on(study, testing::device_under_test(), "run", {"--only", "identity"}).code, 0);
  for (const auto& [name, suite] : study.records("run").at("identity")["suites"].items()) {
    EXPECT_EQ(suite["kl"]["max"], 0) << name;
    EXPECT_EQ(suite["churn"], 0) << name;
  }
}

TEST(GpuStudy, TwiceFreshGivesTheSameBytes) {
  const TinyStudy study;
  ASSERT_EQ(run_on(study, testing::device_under_test(), "one").code, 0);
  ASSERT_EQ(run_on(study, testing::device_under_test(), "two").code, 0);
  EXPECT_EQ(study.comparable_records("one"), study.comparable_records("two"));
  EXPECT_EQ(baseline_logits(study, "one"), baseline_logits(study, "two"));
}

TEST(GpuStudy, WorkersThatShareADeviceGiveTheSameRecordsAsOne) {
  const TinyStudy study;
  ASSERT_EQ(run_on(study, testing::device_under_test(), "one", {"--jobs", "1"}).code, 0);
  ASSERT_EQ(run_on(study, testing::device_under_test(), "two", {"--jobs", "2"}).code, 0);
  EXPECT_EQ(study.comparable_records("one"), study.comparable_records("two"));
}

TEST(GpuStudy, OutOfMemoryIsARowThatSaysWhatToDoAndTheNextTrialRuns) {
  const TinyStudy study;
  study.add_remediations(
      "  misbehave: {how: allocate_on_device}\n"
      "  after_it: {use: mixed_finetune, learning_rate: 0.01}\n");
  const Output output =
      run_on(study, testing::device_under_test(), "run",
             {"--only", "misbehave", "--only", "after_it", "--set", "design.draws=1", "--set",
              "design.anchor_classes=[6]", "--set", "stop.steps=2"});
  EXPECT_EQ(output.code, 1) << output.err;
  const auto records = study.records("run");
  const Json& record = records.at("misbehave");
  EXPECT_EQ(record["status"], "out_of_memory");
  EXPECT_THAT(record["reason"].get<std::string>(),
              AllOf(HasSubstr("--jobs"), HasSubstr("micro_batch")));
  EXPECT_TRUE(records.at("after_it").contains("suites")) << records.at("after_it")["reason"];
}

// CUDA gives up the whole process, not the call.
TEST(GpuStudy, AfterAKernelThatFailedTheNextTrialRunsInAnotherWorker) {
  const TinyStudy study;
  study.add_remediations(
      "  misbehave: {how: index_out_of_range}\n"
      "  after_it: {use: mixed_finetune, learning_rate: 0.01}\n");
  const Output output =
      run_on(study, testing::device_under_test(), "run",
             {"--jobs", "1", "--only", "misbehave", "--only", "after_it", "--set", "design.draws=1",
              "--set", "design.anchor_classes=[6]", "--set", "stop.steps=2"});
  EXPECT_EQ(output.code, 1) << output.err;
  const auto records = study.records("run");
  EXPECT_EQ(records.at("misbehave")["status"], "failed");
  EXPECT_TRUE(records.at("after_it").contains("suites")) << records.at("after_it")["reason"];
  if (testing::device_under_test() != "cuda") return;  // others say so before they compute
  EXPECT_THAT(records.at("misbehave")["reason"].get<std::string>(),
              AllOf(HasSubstr("device-side assert"), HasSubstr("an index out of range")));
  EXPECT_THAT(output.err, HasSubstr("its worker is replaced"));
}

}  // namespace
}  // namespace remedy
