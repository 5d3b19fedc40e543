// The settings that a study's `select` chooses, what they do to groups, and what would have been
// chosen otherwise.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/study/study.h"

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

// Who could choose so, and by what.
enum class ChoiceRule {
  kWorstGroup,  // of the suite that is chosen on: needs its group labels
  kMean,        // over that suite's images: needs none
  kVerdict,     // what the verdict goes by: met the stop criterion, then what is retained
  kOracle,      // the worst group of the reported suite: nobody can, it is the most there is
};

// A rule's setting, and its worst group on the first other suite with groups.
struct RuledChoice {
  ChoiceRule rule = ChoiceRule::kWorstGroup;
  std::optional<std::size_t> setting;  // nothing: none met the stop criterion
  std::optional<double> worst;
};

struct GroupChoice {
  std::string label;
  std::size_t setting = 0;             // index in the report
  std::size_t of = 0;                  // settings of that label that there were to choose from
  double chosen_by = 0;                // by the rule, on the suite that is chosen on
  std::vector<GroupOutcome> outcomes;  // on every other suite with groups
  std::vector<RuledChoice> by_rule;    // one of each; empty where there is no other suite
};

struct GroupSelection {
  Selection::Rule rule = Selection::Rule::kWorstGroup;
  std::size_t suite = 0;  // that settings are chosen on, index in the report
  std::string grouping;
  std::vector<GroupChoice> choices;  // in the order of the plan
};

}  // namespace remedy
