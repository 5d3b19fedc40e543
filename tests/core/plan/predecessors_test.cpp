// Trials that start from the results of several others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_study.h"
#include "core/plan/plan.h"
#include "core/study/reader/read_studies.h"
#include "core/study/reader/study_reader.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::example_fingerprints;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;

Catalogue merging_catalogue() {
  Catalogue catalogue = testing::example_catalogue();
  RemediationInfo merging;
  merging.id = "merging";
  merging.version = "1.0.0";
  merging.uses.add("predecessor");
  merging.uses.add("predecessors");
  merging.parameters = {{"scale", ParameterKind::kReal, 1.0, false, positive, {}, "factor"}};
  catalogue.add(merging);
  return catalogue;
}

class PredecessorsTest : public ::testing::Test {
 protected:
  Plan plan(const std::string& remediations) {
    const Study study =
        finish_study(draft_study(write_study(directory_), {"remediations=" + remediations}),
                     merging_catalogue());
    return make_plan(study, merging_catalogue(), example_fingerprints());
  }
  std::string message(const std::string& remediations) {
    try {
      (void)plan(remediations);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }
  static std::vector<const Trial*> labelled(const Plan& plan, const std::string& label) {
    std::vector<const Trial*> trials;
    for (const Trial& trial : plan.trials) {
      if (trial.label == label) trials.push_back(&trial);
    }
    return trials;
  }

  TemporaryDirectory directory_;
};

TEST_F(PredecessorsTest, EveryCombinationAtTheSamePointOfTheDesignIsATrial) {
  const Plan all = plan(
      "{one: {use: tune, rate: [0.1, 0.2]}, two: {use: tune, rate: [0.3, 0.4, 0.5]}, "
      "merging: {after: [one, two], scale: [1, 2]}}");
  const auto merged = labelled(all, "merging");
  // 2 rates x 3 rates x 2 scales x 2 N x 2 draws x 2 seeds
  EXPECT_EQ(merged.size(), 96u);
  for (const Trial* trial : merged) {
    ASSERT_EQ(trial->after.size(), 2u);
    const Trial *one = all.find(trial->after[0]), *two = all.find(trial->after[1]);
    EXPECT_EQ(one->label, "one");
    EXPECT_EQ(two->label, "two");
    for (const Trial* parent : {one, two}) {
      EXPECT_TRUE(parent->depended_upon);
      EXPECT_EQ(parent->anchor_classes, trial->anchor_classes);
      EXPECT_EQ(parent->draw, trial->draw);
      EXPECT_EQ(parent->seed, trial->seed);
    }
  }
}

TEST_F(PredecessorsTest, OneWithoutTheDesignGoesWithEveryPointOfTheOther) {
  const Plan all = plan("{tune: {}, identity: {}, merging: {after: [identity, tune]}}");
  EXPECT_EQ(labelled(all, "merging").size(), 8u);
  EXPECT_EQ(labelled(all, "merging").front()->anchor_classes, 2);
}

TEST_F(PredecessorsTest, TheirOrderIsPartOfATrial) {
  const Plan all = plan(
      "{one: {use: tune}, two: {use: tune, rate: 0.3}, a: {use: merging, after: [one, two]}, "
      "b: {use: merging, after: [two, one]}}");
  EXPECT_NE(labelled(all, "a").front()->id, labelled(all, "b").front()->id);
}

TEST_F(PredecessorsTest, AListOfOneIsThatOne) {
  const Plan text = plan("{tune: {}, merging: {after: tune}}");
  const Plan list = plan("{tune: {}, merging: {after: [tune]}}");
  EXPECT_EQ(labelled(text, "merging").front()->id, labelled(list, "merging").front()->id);
}

TEST_F(PredecessorsTest, ADepthIsOneMoreThanTheDeepestOfThem) {
  const Plan all =
      plan("{tune: {}, mixing: {after: tune}, identity: {}, merging: {after: [identity, mixing]}}");
  EXPECT_EQ(all.depths().at(labelled(all, "merging").front()->id), 2);
}

TEST_F(PredecessorsTest, APlanReadsBackEqual) {
  const Plan all = plan(
      "{one: {use: tune}, two: {use: tune, rate: 0.3}, "
      "merging: {after: [one, two]}}");
  const Json json = to_json(all);
  EXPECT_EQ(to_json(plan_from_json(json)), json);
}

TEST_F(PredecessorsTest, SupervisionIsThatOfAllThatATrialStartsFrom) {
  const Plan all = plan("{tune: {}, identity: {}, merging: {after: [identity, tune]}}");
  EXPECT_EQ(labelled(all, "merging").front()->supervision,
            (std::vector<std::string>{"counterexamples", "anchors", "stop set"}));
  EXPECT_TRUE(labelled(all, "identity").front()->supervision.empty());
}

TEST_F(PredecessorsTest, RefusesUnknownNamesDuplicatesAndCircles) {
  EXPECT_THAT(message("{tune: {}, merging: {after: [tune, tun]}}"),
              AllOf(HasSubstr("remediations.merging.after: found \"tun\""),
                    HasSubstr("did you mean \"tune\"?")));
  EXPECT_THAT(testing::message_with("after: tune", "after: [tune, tun]"),
              AllOf(HasSubstr("study.yaml:"), HasSubstr("mixing.after: found \"tun\"")));
  EXPECT_THAT(message("{tune: {}, merging: {after: [tune, tune]}}"),
              HasSubstr("remediations.merging.after: tune stands here twice; name each"));
  EXPECT_THAT(
      message("{tune: {}, a: {use: merging, after: [tune, b]}, b: {use: merging, after: a}}"),
      AllOf(HasSubstr("remediations.a.after: starts, over others, from its own result"),
            HasSubstr("remediations.b.after: starts, over others, from its own result")));
}

TEST_F(PredecessorsTest, RefusesSeveralWhereARemediationStartsFromOne) {
  EXPECT_THAT(message("{tune: {}, identity: {}, mixing: {after: [tune, identity]}}"),
              HasSubstr("remediations.mixing.after: found tune, identity, but mixing starts from "
                        "one result"));
}

}  // namespace
}  // namespace remedy
