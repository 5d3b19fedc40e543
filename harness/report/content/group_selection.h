// The settings that `select: {rule: worst_group}` of a study chooses, and what they do to groups.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace remedy {

// The chosen setting on one grouping of one suite. Accuracies are means over its trials.
struct GroupOutcome {
  std::size_t suite = 0;  // index in the report
  std::string grouping;
  std::optional<double> worst_before, worst;  // the worst group, each trial's own
  std::optional<double> mean_over_images, mean_by_prevalence;
  std::string group;  // the baseline's worst; the first, where several are
  double group_before = 0, group_after = 0;
  // That this group has risen: McNemar's exact test, one-sided, on its images. The largest p of the
  // trials, and the same corrected for all remediations by Holm.
  double p = 1, p_holm = 1;
};

struct GroupChoice {
  std::string label;
  std::size_t setting = 0;             // index in the report
  std::size_t of = 0;                  // settings of that label that there were to choose from
  double chosen_by = 0;                // its worst group on the suite that is chosen on
  std::vector<GroupOutcome> outcomes;  // on every other suite with groups
};

struct GroupSelection {
  std::size_t suite = 0;  // that settings are chosen on, index in the report
  std::string grouping;
  std::vector<GroupChoice> choices;  // in the order of the plan
};

}  // namespace remedy
