#include "core/plan/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/reader/study_reader.h"

namespace remedy {
namespace {

using testing::example_catalogue;
using testing::example_fingerprints;
using testing::TemporaryDirectory;

class PlanTest : public ::testing::Test {
 protected:
  Plan plan(const std::vector<std::string>& overrides = {}) {
    study_ = finish_study(draft_study(write_study(directory_), overrides), example_catalogue());
    return make_plan(study_, example_catalogue(), prints_);
  }
  static std::vector<Trial> labelled(const Plan& plan, const std::string& label) {
    std::vector<Trial> trials;
    for (const Trial& trial : plan.trials) {
      if (trial.label == label) trials.push_back(trial);
    }
    return trials;
  }

  TemporaryDirectory directory_;
  Study study_;
  Fingerprints prints_ = example_fingerprints();
};

TEST_F(PlanTest, MultipliesOnlyTheFactorsThatARemediationUses) {
  const Plan all = plan();
  EXPECT_EQ(labelled(all, "identity").size(), 1u);
  // 2 rates x 2 N x 2 draws x 2 seeds
  EXPECT_EQ(labelled(all, "tune").size(), 16u);
  const Trial identity = labelled(all, "identity").front();
  EXPECT_FALSE(identity.anchor_classes);
  EXPECT_FALSE(identity.seed);
  EXPECT_EQ(identity.training_images, 0u);
  EXPECT_EQ(labelled(all, "tune").front().training_images, 12u);
}

TEST_F(PlanTest, AChildHasOneTrialForEachOfItsParentsAndTheSamePoint) {
  const Plan all = plan();
  const auto children = labelled(all, "mixing");
  ASSERT_EQ(children.size(), 16u);
  std::set<std::string> ids;
  for (const Trial& child : children) {
    ASSERT_EQ(child.after.size(), 1u);
    const Trial* parent = all.find(child.after.front());
    ASSERT_NE(parent, nullptr);
    EXPECT_TRUE(parent->depended_upon);
    EXPECT_EQ(parent->label, "tune");
    ids.insert(child.id);
  }
  EXPECT_EQ(ids.size(), 16u);
}

TEST_F(PlanTest, AParentStandsBeforeItsChildWhateverTheOrderOfTheFile) {
  const Plan all = plan({"remediations={mixing: {after: tune}, tune: {}}"});
  EXPECT_EQ(all.trials.front().label, "tune");
  EXPECT_EQ(all.trials.back().label, "mixing");
}

TEST_F(PlanTest, TwoLabelsForTheSameTrialShareItsId) {
  const Plan all = plan({"remediations.again={use: tune, rate: 0.1, mode: fast}"});
  std::set<std::string> ids;
  for (const Trial& trial : labelled(all, "tune")) ids.insert(trial.id);
  for (const Trial& trial : labelled(all, "again")) EXPECT_EQ(ids.count(trial.id), 1u);
}

TEST_F(PlanTest, AnIdCoversContentsAndRulesButNeitherSuitesNorPaths) {
  const auto first = [&] { return labelled(plan(), "tune").front().id; };
  const std::string id = first();
  EXPECT_EQ(first(), id);
  prints_.suites["validation"] = "other";
  EXPECT_EQ(first(), id);
  prints_.counterexamples = "other";
  EXPECT_NE(first(), id);
  prints_ = example_fingerprints();
  prints_.device = "cuda";
  EXPECT_NE(first(), id);
  prints_ = example_fingerprints();
  EXPECT_NE(labelled(plan({"stop.steps=21"}), "tune").front().id, id);
  EXPECT_NE(labelled(plan({"baseline.preprocess.crop=31"}), "tune").front().id, id);
  EXPECT_EQ(labelled(plan({"limits.trial=1 h"}), "tune").front().id, id);
}

TEST_F(PlanTest, TheIdOfATrialThatUsesNoAnchorsDoesNotKnowThem) {
  const std::string id = labelled(plan(), "identity").front().id;
  prints_.anchor_contents[0] = "other";
  EXPECT_EQ(labelled(plan(), "identity").front().id, id);
}

TEST_F(PlanTest, SeveralStopRulesMultiplyOnlyWhatStops) {
  const Plan all = plan({"stop=[{on: stop}, {on: test_cows}]"});
  EXPECT_EQ(labelled(all, "tune").size(), 32u);
  EXPECT_EQ(labelled(all, "identity").size(), 1u);
}

TEST_F(PlanTest, RefusesMoreClassesThanTheAnchorsHave) {
  EXPECT_THROW(plan({"design.anchor_classes=[5]"}), Error);
}

TEST_F(PlanTest, DrawsOfTheSameImagesShareTheirSetOfAnchors) {
  const auto sets = [&](const std::string& n) {
    std::set<std::string> found;
    for (const Trial& trial :
         labelled(plan({"design.draws=6", "design.anchor_classes=[" + n + "]"}), "tune")) {
      found.insert(trial.anchors);
    }
    return found.size();
  };
  EXPECT_GT(sets("2"), 2u);
  // All four classes, of which one has two images.
  EXPECT_EQ(sets("4"), 2u);
  prints_.anchor_labels = {0, 1, 2, 3};
  prints_.anchor_contents = {"b", "c", "d", "e"};
  EXPECT_EQ(sets("4"), 1u);
  EXPECT_TRUE(labelled(plan(), "identity").front().anchors.empty());
}

TEST_F(PlanTest, JsonReadsBackEqual) {
  const Json json = to_json(plan());
  EXPECT_EQ(to_json(plan_from_json(json)), json);
}

TEST_F(PlanTest, ComparabilityNamesBaselineSuitesPreprocessingAndTarget) {
  plan();
  const Comparable ground = comparable(study_, prints_);
  EXPECT_EQ(ground.baseline, "sha256:b");
  EXPECT_EQ(*find_named(ground.suites, "test_cows"), "sha256:f");
  EXPECT_EQ(ground.target, "cow: classes 1, 2");
  EXPECT_THAT(ground.preprocess, ::testing::HasSubstr("resize 40, crop 32"));
}

}  // namespace
}  // namespace remedy
