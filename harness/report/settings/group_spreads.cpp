#include "report/settings/group_spreads.h"

#include <algorithm>

#include "report/settings/settings.h"
#include "report/settings/spread_interval.h"

namespace remedy {
namespace {

using Entries = std::vector<std::pair<std::int64_t, const SuiteRow*>>;

// `figure`: of a trial's grouping, or nothing.
template <typename Of>
std::optional<Spread> spread_of(const Entries& entries, const std::string& grouping,
                                const Of& figure) {
  std::vector<Sample> samples;
  for (const auto& [unit, entry] : entries) {
    const GroupingFigures* figures = find_named(entry->recorded.groups, grouping);
    if (figures == nullptr) continue;
    if (const std::optional<double> value = figure(*figures)) samples.push_back({unit, *value});
  }
  return spread(samples);
}

const GroupFigures* find_group(const GroupingFigures& figures, const std::string& name) {
  for (const GroupFigures& group : figures.groups) {
    if (group.name == name) return &group;
  }
  return nullptr;
}

GroupSpread group_of(const Entries& entries, const std::string& grouping,
                     const GroupFigures& first) {
  GroupSpread result;
  result.name = first.name;
  result.images = first.images;
  result.prevalence = first.prevalence;
  if (first.baseline) {
    result.baseline = first.baseline->accuracy;
    result.baseline_interval = {first.baseline->low, first.baseline->high};
  }
  const auto of = [&](auto figure) {
    return spread_of(entries, grouping, [&](const GroupingFigures& figures) {
      const GroupFigures* group = find_group(figures, first.name);
      return group != nullptr && group->remediated ? std::optional<double>(figure(*group))
                                                   : std::nullopt;
    });
  };
  result.accuracy = of([](const GroupFigures& group) { return group.remediated->accuracy; });
  add_rate_interval(result.accuracy, result.images);
  const auto count = [&](std::int64_t GroupFigures::*flips) {
    auto stat = of([&](const GroupFigures& group) { return static_cast<double>(group.*flips); });
    add_interval_over_draws(stat);
    return stat;
  };
  result.negative_flips = count(&GroupFigures::negative_flips);
  result.positive_flips = count(&GroupFigures::positive_flips);
  return result;
}

GroupingSpread grouping_of(const Entries& entries, const std::string& name,
                           const GroupingFigures& first) {
  GroupingSpread result;
  result.prevalence_of = first.prevalence_of;
  result.baseline = first.baseline;
  for (const GroupFigures& group : first.groups) {
    result.groups.push_back(group_of(entries, name, group));
  }
  std::int64_t smallest = 0;  // group that has images
  for (const GroupFigures& group : first.groups) {
    if (group.images > 0)
      smallest = smallest == 0 ? group.images : std::min(smallest, group.images);
  }
  const auto summary = [&](auto figure) {
    auto stat = spread_of(
        entries, name, [&](const GroupingFigures& figures) { return figure(figures.remediated); });
    add_share_interval_over_draws(stat, smallest);
    return stat;
  };
  result.worst = summary([](const GroupSummary& of) { return of.worst.accuracy; });
  result.gap = summary([](const GroupSummary& of) { return of.gap; });
  result.mean_over_images = summary([](const GroupSummary& of) { return of.mean_over_images; });
  result.mean_over_groups = summary([](const GroupSummary& of) { return of.mean_over_groups; });
  result.mean_by_prevalence = summary([](const GroupSummary& of) { return of.mean_by_prevalence; });
  return result;
}

}  // namespace

Named<GroupingSpread> group_spreads(const Entries& entries) {
  Named<GroupingSpread> result;
  if (entries.empty()) return result;
  for (const auto& [name, first] : entries.front().second->recorded.groups) {
    result.emplace_back(name, grouping_of(entries, name, first));
  }
  return result;
}

}  // namespace remedy
