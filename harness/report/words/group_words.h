// What tables of groups say: which groupings a suite has, what their columns are called, how the
// baseline fares.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/content/report.h"

namespace remedy {

struct ShownGrouping {
  std::string name;
  // Of the first setting that has it: names, sizes and the baseline are the same for all.
  const GroupingSpread* first = nullptr;
  std::size_t groups = 0;  // how many tables show

  bool weighted() const { return first->baseline.mean_by_prevalence.has_value(); }
};

// Of one suite, in the order of the records.
std::vector<ShownGrouping> shown_groupings(const Report& report, std::size_t suite);

// Nothing where the setting has no such grouping.
const GroupingSpread* grouping_of(const Setting& setting, std::size_t suite,
                                  const ShownGrouping& grouping);

// The figures that sum a grouping up, with the titles of their columns. The mean by prevalence only
// where groups have weights.
std::vector<std::string> group_summary_titles(const ShownGrouping& grouping);
std::vector<const std::optional<Spread>*> group_summary(const GroupingSpread& figures,
                                                        const ShownGrouping& grouping);

// "landbird, water (466 images, 72.1 % before)"
std::string group_title(const GroupSpread& group);

// "Baseline: worst group 21.3 % (landbird, water), gap 71.2 points, ..."
std::string group_sentences(const ShownGrouping& grouping);

}  // namespace remedy
