#include "core/study/reader/controls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/study/reader/study_reader.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A study that has these remediations, each with its plugin, and what controls need.
Study study_with(const std::vector<std::pair<std::string, std::string>>& remediations) {
  Study study;
  study.stops = {StopRule{}};
  study.data.anchors = ImageSet{};
  for (const auto& [label, use] : remediations) {
    RemediationEntry entry;
    entry.label = label;
    entry.use = use;
    study.remediations.push_back(entry);
  }
  study.target.class_id = "cow";
  return study;
}

std::vector<std::string> labels_with(Study study, const std::string& controls,
                                     std::string* problem = nullptr) {
  Problems problems("study.yaml", {});
  add_controls(study,
               controls.empty() ? YAML::Node(YAML::NodeType::Undefined) : YAML::Load(controls),
               problems);
  if (problem != nullptr) {
    try {
      problems.raise();
    } catch (const std::exception& error) {
      *problem = error.what();
    }
  }
  std::vector<std::string> labels;
  for (const RemediationEntry& entry : study.remediations) {
    labels.push_back(entry.label == entry.use ? entry.label : entry.label + "=" + entry.use);
  }
  return labels;
}

TEST(Controls, EveryStudyHasThem) {
  EXPECT_THAT(labels_with(study_with({{"tune", "tune"}}), ""),
              ElementsAre("identity", "logit_shift", "anchors_finetune", "tune"));
}

TEST(Controls, OneThatTheStudyHasUnderAnyLabelIsNotAddedAgain) {
  EXPECT_THAT(labels_with(study_with({{"nothing", "identity"}, {"shift", "logit_shift"}}), ""),
              ElementsAre("anchors_finetune", "nothing=identity", "shift=logit_shift"));
}

TEST(Controls, ALabelThatIsTakenIsLeftToTheStudy) {
  EXPECT_THAT(labels_with(study_with({{"identity", "tune"}}), "[identity]"),
              ElementsAre("control_identity=identity", "identity=tune"));
}

TEST(Controls, OnlyThoseThatTheStudyHasDataFor) {
  Study study = study_with({{"tune", "tune"}});
  study.data.anchors.reset();
  EXPECT_THAT(labels_with(study, ""), ElementsAre("identity", "logit_shift", "tune"));
  study.stops.clear();
  EXPECT_THAT(labels_with(study, ""), ElementsAre("identity", "tune"));
}

TEST(Controls, WithoutATargetNothingShiftsItsLogit) {
  Study study = study_with({{"tune", "tune"}});
  study.target = Target();
  EXPECT_THAT(labels_with(study, ""), ElementsAre("identity", "anchors_finetune", "tune"));
}

TEST(Controls, AnEmptyListMeansNone) {
  EXPECT_THAT(labels_with(study_with({{"tune", "tune"}}), "[]"), ElementsAre("tune"));
}

TEST(Controls, AnUnknownOneIsAProblem) {
  std::string problem;
  labels_with(study_with({{"tune", "tune"}}), "[idendity]", &problem);
  EXPECT_THAT(problem, HasSubstr("controls: found \"idendity\", expected identity, logit_shift"));
  labels_with(study_with({{"tune", "tune"}}), "yes", &problem);
  EXPECT_THAT(problem, HasSubstr("controls: expected a list"));
}

}  // namespace
}  // namespace remedy
