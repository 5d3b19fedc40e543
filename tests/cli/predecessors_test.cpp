// Trials that start from the results of others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"
#include "core/file.h"
#include "model/checkpoint/tensor_file.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

TEST(Run, WiseFtGoesFromTheBaselineToWhatItComesAfter) {
  const TinyStudy study;
  study.add_remediations("  wise_ft: {after: mixed_finetune, alpha: [0, 1]}\n");
  const Output output = study.remedy(
      {"run", "study.yaml", "--set", "design.draws=1", "--set", "design.anchor_classes=[6]"});
  ASSERT_EQ(output.code, 0) << output.err;
  const auto records = study.records("runs/tiny", "alpha");
  const Json& fixed = records.at("mixed_finetune");
  EXPECT_EQ(records.at("wise_ft/0.0")["suites"]["validation"]["kl"]["max"], 0);
  EXPECT_EQ(records.at("wise_ft/1.0")["suites"], fixed["suites"]);
  EXPECT_GT(fixed["suites"]["validation"]["kl"]["max"], 0);
  EXPECT_EQ(records.at("wise_ft/1.0")["after"], fixed["id"]);
}

// The mean of two results, taken by two methods; each trial goes with those of its own draw.
TEST(Run, WhatStartsFromSeveralHasThemAllAtItsPointOfTheDesign) {
  const TinyStudy study;
  study.add_remediations(
      "  gentle: {use: mixed_finetune, learning_rate: 0.005}\n"
      "  soup: {after: [mixed_finetune, gentle]}\n"
      "  ties: {after: [mixed_finetune, gentle], density: 1.0, scale: 0.0}\n");
  const Output output =
      study.remedy({"run", "study.yaml", "--set", "design.anchor_classes=[6]", "--jobs", "2"});
  ASSERT_EQ(output.code, 0) << output.err;
  const Json plan = read_json(study.path("runs/tiny/plan.json"));
  std::map<std::string, Json> trials;
  for (const Json& trial : plan["trials"]) trials[trial["id"]] = trial;
  int soups = 0;
  for (const auto& [id, trial] : trials) {
    if (trial["label"] != "soup") continue;
    ++soups;
    ASSERT_EQ(trial["after"].size(), 2U);
    const std::string first = trial["after"][0], second = trial["after"][1];
    EXPECT_EQ(trials[first]["label"], "mixed_finetune");
    EXPECT_EQ(trials[second]["label"], "gentle");
    EXPECT_EQ(trials[first]["design"]["draw"], trial["design"]["draw"]);
    EXPECT_EQ(trials[second]["design"]["draw"], trial["design"]["draw"]);
    const auto weight = [&](const std::string& of) {
      return read_checkpoint(study.path("runs/tiny/weights/" + of + ".safetensors"));
    };
    EXPECT_NE(weight(first).find("fc.bias"), nullptr);
  }
  EXPECT_EQ(soups, 2);
  const auto records = study.records("runs/tiny");
  EXPECT_EQ(records.at("soup")["after"].size(), 2U);
  EXPECT_EQ(records.at("soup")["supervision"],
            Json::array({"counterexamples", "anchors", "stop set"}));
  EXPECT_EQ(records.at("ties")["suites"]["validation"]["kl"]["max"], 0);  // of no scale
  EXPECT_GT(records.at("soup")["suites"]["validation"]["kl"]["max"], 0);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), HasSubstr("| supervision |"));
}

TEST(Run, WhatStartsFromAnotherAsksForItsName) {
  const TinyStudy study;
  study.add_remediations("  wise_ft: {alpha: 0.5}\n");
  const Output output = study.remedy({"run", "study.yaml"});
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err, AllOf(HasSubstr("remediations.wise_ft"), HasSubstr("add \"after\"")));
}

TEST(Run, ATrialStartsFromAnothersResult) {
  const TinyStudy study;
  study.add_remediations(
      "  back: {use: halfway, after: mixed_finetune, alpha: 0.0}\n"
      "  there: {use: halfway, after: mixed_finetune, alpha: 1.0}\n");
  const Output output = study.remedy(
      {"run", "study.yaml", "--set", "design.draws=1", "--set", "design.anchor_classes=3"});
  ASSERT_EQ(output.code, 0) << output.err;
  const auto records = study.records("runs/tiny");
  EXPECT_EQ(records.at("back")["suites"]["validation"]["kl"]["max"], 0);
  EXPECT_EQ(records.at("there")["suites"], records.at("mixed_finetune")["suites"]);
  EXPECT_EQ(records.at("there")["after"], records.at("mixed_finetune")["id"]);
}

}  // namespace
}  // namespace remedy
