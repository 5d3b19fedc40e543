// Every remediation of this repository on the device, against the same on the CPU.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/program.h"
#include "gpu/device_under_test.h"
#include "model/checkpoint/tensor_file.h"
#include "places.h"

namespace remedy {
namespace {

using testing::Output;
using testing::TinyStudy;

std::set<std::string> plugins() {
  std::set<std::string> ids;
  for (const auto& entry :
       std::filesystem::directory_iterator(binary_dir() + "/lib/remedy/plugins")) {
    if (entry.is_regular_file()) ids.insert(entry.path().stem().string());
  }
  return ids;
}

// A label for each plugin; those that the study has are left out.
std::string remediations(const std::set<std::string>& ids) {
  const std::map<std::string, std::string> settings = {
      {"bcwi", "after: mixed_finetune"},
      {"wise_ft", "after: mixed_finetune"},
      {"ties", "after: [mixed_finetune, l2_sp]"},
      // Five images alike have so little variance that batch norm makes percents of rounding.
      {"counterexample_finetune", "batch_norm: frozen"},
      {"task_arithmetic", "batch_norm: frozen"},
  };
  std::string yaml;
  for (const std::string& id : ids) {
    if (id == "identity" || id == "mixed_finetune") continue;
    const auto setting = settings.find(id);
    yaml += "  " + id + ": {" + (setting == settings.end() ? "" : setting->second) + "}\n";
  }
  return yaml;
}

template <typename Number>
std::vector<Number> values(const StateDict& stored, const std::string& name) {
  const StoredTensor* tensor = stored.find(name);
  if (tensor == nullptr) return {};
  std::vector<Number> all(tensor->bytes / sizeof(Number));
  std::memcpy(all.data(), tensor->data, tensor->bytes);
  return all;
}

void expect_same_predictions(const StateDict& expected, const StateDict& other, double tolerance) {
  for (const std::string suite : {"validation", "test_cows"}) {
    const auto predicted = values<std::int32_t>(expected, suite + ".predicted");
    ASSERT_FALSE(predicted.empty());
    EXPECT_EQ(values<std::int32_t>(other, suite + ".predicted"), predicted) << suite;
    const auto confidence = values<float>(expected, suite + ".confidence");
    const auto there = values<float>(other, suite + ".confidence");
    ASSERT_EQ(there.size(), confidence.size());
    double largest = 0;
    for (std::size_t i = 0; i < there.size(); ++i) {
      largest = std::max(largest, std::abs(double{there[i]} - double{confidence[i]}));
    }
    EXPECT_LT(largest, tolerance) << suite;
  }
}

TEST(GpuPlugins, EachPredictsWhatItDoesOnTheCpu) {
  const TinyStudy study;
  const std::set<std::string> ids = plugins();
  ASSERT_GE(ids.size(), 30U);
  study.add_remediations(remediations(ids));
  const auto run = [&](const std::string& device, const std::string& out) {
    const Output output =
        study.remedy({"run", "study.yaml", "--out", out, "--device", device, "--set",
                      "design.draws=1", "--set", "design.anchor_classes=[6]", "--set",
                      "stop.steps=2", "--set", "data.counterexamples.originals=originals", "--set",
                      "data.training={folder: train, labels: folders, groups: {kind: [label]}}"});
    EXPECT_EQ(output.code, 0) << output.err;
    return study.records(out);
  };
  const auto here = run("cpu", "cpu");
  const auto there = run(testing::device_under_test(), "device");
  ASSERT_EQ(here.size(), ids.size());
  for (const auto& [label, record] : here) {
    SCOPED_TRACE(label);
    const Json& other = there.at(label);
    ASSERT_EQ(other["status"], record["status"]) << record["reason"] << "\n" << other["reason"];
    // A GPU draws other random numbers than the CPU.
    if (testing::device_under_test() == "cuda" && !record["design"]["seed"].is_null()) continue;
    const auto predictions = [&](const char* out, const Json& of) {
      return read_checkpoint(study.path(out) / "predictions" /
                             (of["id"].get<std::string>() + ".safetensors"));
    };
    // Which weights ties keeps turns on their order, and there rounding decides.
    expect_same_predictions(predictions("cpu", record), predictions("device", other),
                            label == "ties" ? 1e-2 : 1e-3);
  }
}

}  // namespace
}  // namespace remedy
