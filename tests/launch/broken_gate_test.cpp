#include "launch/broken_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Json suite(const char* role, int right, int images) {
  return {{"role", role}, {"images", images}, {"top1", static_cast<double>(right) / images}};
}

BaselineStop stop(int right, int images, const std::string& on = "stop") {
  return {{on, 0.9, 20}, images, static_cast<double>(right) / images};
}

TEST(BrokenGate, ABaselineThatIsWrongOnMostOfWhatIsToFixPasses) {
  const Json measured = {{"val", suite("retain", 90, 100)}, {"cows", suite("fix", 50, 100)}};
  EXPECT_EQ(not_broken(Study{}, measured, {stop(36, 40)}), "");
}

TEST(BrokenGate, ABaselineThatMeetsTheStopCriterionIsRefused) {
  const Json measured = {{"cows", suite("fix", 0, 100)}};
  EXPECT_THAT(not_broken(Study{}, measured, {stop(37, 40)}),
              AllOf(HasSubstr("not broken"), HasSubstr("37 of 40 images of data.stop"),
                    HasSubstr("more than 0.9"), HasSubstr("broken: {suite: NAME")));
  EXPECT_THAT(not_broken(Study{}, measured, {stop(37, 40, "cows")}), HasSubstr("suites.cows"));
}

TEST(BrokenGate, ABaselineThatIsRightOnMostOfTheSuitesToFixIsRefused) {
  const Json measured = {{"a", suite("fix", 10, 10)}, {"b", suite("fix", 41, 90)}};
  EXPECT_THAT(not_broken(Study{}, measured, {}), HasSubstr("51 of 100 images to fix"));
}

TEST(BrokenGate, AStudyThatHasNothingToFixIsNotJudged) {
  EXPECT_EQ(not_broken(Study{}, {{"val", suite("retain", 90, 100)}}, {}), "");
}

TEST(BrokenGate, WhatTheStudySaysDecidesAlone) {
  Study study;
  study.baseline.broken = Brokenness{"val", 0.8, 0};
  const Json measured = {{"val", suite("retain", 79, 100)}, {"cows", suite("fix", 100, 100)}};
  EXPECT_EQ(not_broken(study, measured, {stop(40, 40)}), "");
  study.baseline.broken->below = 0.79;
  EXPECT_THAT(not_broken(study, measured, {}),
              AllOf(HasSubstr("79 of 100 images of suites.val"), HasSubstr("less than 0.79")));
}

TEST(BrokenGate, SetsThatCannotShowItAreWarnedOf) {
  const auto kinds = [](const Json& measured, const std::vector<BaselineStop>& stops) {
    std::vector<std::string> found;
    for (const auto& warning : too_small_to_show(Study{}, measured, stops)) {
      found.push_back(warning.kind);
    }
    return found;
  };
  EXPECT_THAT(kinds({{"cows", suite("fix", 0, 4)}}, {stop(0, 35)}), IsEmpty());
  EXPECT_THAT(kinds({{"cows", suite("fix", 0, 3)}}, {stop(0, 34)}),
              ElementsAre("stop_set_small", "fix_suite_small"));
  // A study of vehicles on snow: three of the four images to stop on were right before any step.
  EXPECT_THAT(kinds({{"cows", suite("fix", 0, 6)}}, {stop(3, 4)}),
              ElementsAre("stop_set_small", "stop_set_mostly_right"));
}

TEST(BrokenGate, AStopIsReadAsItWasWritten) {
  const BaselineStop read = baseline_stop_from_json(to_json(stop(3, 4, "cows")));
  EXPECT_EQ(read.rule.on, "cows");
  EXPECT_EQ(read.rule.above, 0.9);
  EXPECT_EQ(read.images, 4);
  EXPECT_EQ(read.accuracy, 0.75);
}

}  // namespace
}  // namespace remedy
