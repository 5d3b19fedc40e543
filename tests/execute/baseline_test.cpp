#include "execute/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace remedy {
namespace {

using ::testing::HasSubstr;

Baseline expecting(double top1) {
  Baseline baseline;
  baseline.expect = Expectation{"validation", top1, 0.002, ""};
  return baseline;
}

TEST(Unexpected, TellsWhatWasMeasuredAndWhatTheStudyExpects) {
  const Json measured = {{"validation", {{"top1", 0.7452}}}};
  EXPECT_EQ(unexpected(Baseline{}, measured, nullptr), "");
  EXPECT_EQ(unexpected(expecting(0.7463), measured, nullptr), "");
  EXPECT_THAT(unexpected(expecting(0.7473), measured, nullptr),
              HasSubstr("top-1 on validation is 0.7452, the study expects 0.7473 within 0.002"));
}

TEST(Unexpected, JudgesByFloat32WhateverTheStudyEvaluatesIn) {
  const Json measured = {{"validation", {{"top1", 0.7452}, {"rounding", {{"top1", 0.7473}}}}}};
  EXPECT_EQ(unexpected(expecting(0.7473), measured, nullptr), "");
  EXPECT_THAT(unexpected(expecting(0.7452), measured, nullptr),
              HasSubstr("validation in float32 is 0.7473"));
}

}  // namespace
}  // namespace remedy
