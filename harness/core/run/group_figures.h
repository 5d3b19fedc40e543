// What a trial's record says of the groups of a suite.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace remedy {

// One model on one group.
struct GroupAccuracy {
  std::int64_t right = 0;  // images
  double accuracy = 0;
  double low = 0, high = 1;  // Wilson's interval, 95 %
  std::optional<double> ece, confidence;
};

struct GroupFigures {
  std::string name;
  std::int64_t images = 0;
  std::optional<double> prevalence;  // its weight in the mean by prevalence
  // Nothing where the group has no image.
  std::optional<GroupAccuracy> baseline, remediated;
  std::int64_t negative_flips = 0, positive_flips = 0;
};

struct WorstGroup {
  std::optional<double> accuracy;   // the lowest
  std::vector<std::string> groups;  // all that have it
};

// Three means, which differ wherever groups differ in size: every image counts alike, every group
// counts alike, or a group counts by its prevalence elsewhere (as published for Waterbirds).
struct GroupSummary {
  WorstGroup worst;
  std::optional<double> gap;  // the highest accuracy of a group minus the lowest
  std::optional<double> mean_over_images;
  std::optional<double> mean_over_groups;
  std::optional<double> mean_by_prevalence;  // over the groups that have images
};

struct GroupingFigures {
  std::optional<std::string> prevalence_of;  // the split whose shares are the groups' weights
  std::vector<GroupFigures> groups;
  std::int64_t in_no_group = 0, in_several_groups = 0;  // images
  GroupSummary baseline, remediated;
};

}  // namespace remedy
