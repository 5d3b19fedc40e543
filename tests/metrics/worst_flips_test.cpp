#include "metrics/worst_flips.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Outcomes made(std::vector<std::int32_t> predicted, std::vector<float> label_probability) {
  Outcomes outcomes;
  outcomes.predicted = std::move(predicted);
  outcomes.label_probability = std::move(label_probability);
  return outcomes;
}

const std::vector<std::int32_t> kLabels = {0, 1, 2, 3, 4};

TEST(WorstFlips, ThoseThatLostMostProbabilityComeFirst) {
  // Image 1 was wrong before, image 3 is still right: neither is a negative flip.
  const Outcomes before = made({0, 0, 2, 3, 4}, {0.9F, 0.1F, 0.6F, 0.9F, 0.99F});
  const Outcomes after = made({7, 7, 7, 3, 7}, {0.3F, 0.0F, 0.5F, 0.4F, 0.1F});
  EXPECT_THAT(worst_flips(kLabels, before, after, 6), ElementsAre(4, 0, 2));
  EXPECT_THAT(worst_flips(kLabels, before, after, 2), ElementsAre(4, 0));
}

TEST(WorstFlips, OfEqualsTheFirstComesFirst) {
  const Outcomes before = made(kLabels, {0.75F, 0.75F, 0.75F, 0.75F, 0.75F});
  const Outcomes after = made({9, 9, 9, 9, 9}, {0.25F, 0.25F, 0.25F, 0.25F, 0.25F});
  EXPECT_THAT(worst_flips(kLabels, before, after, 3), ElementsAre(0, 1, 2));
}

TEST(WorstFlips, TheSameModelBreaksNothing) {
  const Outcomes same = made(kLabels, {0.9F, 0.8F, 0.7F, 0.6F, 0.5F});
  EXPECT_THAT(worst_flips(kLabels, same, same, 6), IsEmpty());
}

// Class 9 is the target. Image 0 was taken for it before; 1 and 3 are now; 2 and 4 are wrong in
// another way, and so is 5, which is of the target.
TEST(BrokenOfGuard, WhatIsTakenForTheTargetComesFirst) {
  const std::vector<std::int32_t> labels = {0, 1, 2, 3, 4, 9};
  const Outcomes before = made({9, 1, 2, 0, 4, 9}, {0.1F, 0.9F, 0.6F, 0.1F, 0.8F, 0.9F});
  Outcomes after = made({9, 9, 7, 9, 7, 7}, {0.1F, 0.1F, 0.1F, 0.1F, 0.1F, 0.4F});
  after.confidence = {0.9F, 0.5F, 0.4F, 0.8F, 0.5F, 0.6F};
  EXPECT_THAT(broken_of_guard(labels, {9}, before, after, 6), ElementsAre(3, 1, 4, 2, 5));
  EXPECT_THAT(broken_of_guard(labels, {9}, before, after, 1), ElementsAre(3, 1));
  EXPECT_THAT(broken_of_guard(labels, {}, before, after, 2), ElementsAre(1, 4));
}

}  // namespace
}  // namespace remedy
