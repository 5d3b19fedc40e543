// The groups of a suite over the trials of a setting.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/run/group_figures.h"
#include "report/content/spread.h"
#include "statistics/intervals.h"

namespace remedy {

// Accuracies are shares of the group's images.
struct GroupSpread {
  std::string name;
  std::int64_t images = 0;
  std::optional<double> prevalence;  // its weight in the mean by prevalence
  // Nothing where the group has no image.
  std::optional<double> baseline;
  std::optional<statistics::Interval> baseline_interval;  // Wilson's, of 95 %
  std::optional<Spread> accuracy, negative_flips, positive_flips;
};

// The worst group is each trial's own: the lowest of several accuracies that scatter lies below the
// lowest one that they scatter around, the more so the smaller the groups.
struct GroupingSpread {
  std::optional<std::string> prevalence_of;  // the split whose shares are the groups' weights
  std::vector<GroupSpread> groups;
  GroupSummary baseline;
  std::optional<Spread> worst, gap, mean_over_images, mean_over_groups, mean_by_prevalence;
};

}  // namespace remedy
