#include "report/words/group_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

constexpr std::size_t kMostColumns = 12;  // of groups; the rest is in report.json

std::string share(const std::optional<double>& value) { return number_cell(value, Unit::kShare); }

// All that have the lowest accuracy, the first three by name.
std::string worst_names(const std::vector<std::string>& groups) {
  constexpr std::size_t kNamed = 3;
  if (groups.size() <= kNamed) return join(groups, "; ");
  return fmt::format("{}; and {} more",
                     join(std::vector<std::string>(groups.begin(), groups.begin() + kNamed), "; "),
                     groups.size() - kNamed);
}

}  // namespace

std::vector<ShownGrouping> shown_groupings(const Report& report, std::size_t suite) {
  std::vector<ShownGrouping> shown;
  for (const Setting& setting : report.settings) {
    for (const auto& grouping : setting.suites[suite].groups) {
      const std::string& name = grouping.first;
      const bool known = std::any_of(shown.begin(), shown.end(),
                                     [&](const auto& other) { return other.name == name; });
      if (known) continue;
      const GroupingSpread& first = grouping.second;
      shown.push_back({name, &first, std::min(first.groups.size(), kMostColumns)});
    }
  }
  return shown;
}

const GroupingSpread* grouping_of(const Setting& setting, std::size_t suite,
                                  const ShownGrouping& grouping) {
  const GroupingSpread* found = find_named(setting.suites[suite].groups, grouping.name);
  return found != nullptr && found->groups.size() >= grouping.groups ? found : nullptr;
}

std::vector<std::string> group_summary_titles(const ShownGrouping& grouping) {
  std::vector<std::string> titles = {"worst group, %", "gap, points", "mean over images, %",
                                     "mean over groups, %"};
  if (grouping.weighted()) titles.push_back("mean by prevalence, %");
  return titles;
}

std::vector<const std::optional<Spread>*> group_summary(const GroupingSpread& figures,
                                                        const ShownGrouping& grouping) {
  std::vector<const std::optional<Spread>*> summary = {
      &figures.worst, &figures.gap, &figures.mean_over_images, &figures.mean_over_groups};
  if (grouping.weighted()) summary.push_back(&figures.mean_by_prevalence);
  return summary;
}

std::string group_title(const GroupSpread& group) {
  return fmt::format("{} ({} images, {} % before)", group.name, group.images,
                     share(group.baseline));
}

std::string group_sentences(const ShownGrouping& grouping) {
  const GroupSummary& before = grouping.first->baseline;
  std::string text = fmt::format(
      "Baseline: worst group {} % ({}), gap {} points, mean over images {} %, mean over groups {} "
      "%",
      share(before.worst.accuracy), worst_names(before.worst.groups), share(before.gap),
      share(before.mean_over_images), share(before.mean_over_groups));
  if (before.mean_by_prevalence) {
    text += fmt::format(", mean by the prevalence {} {} %",
                        grouping.first->prevalence_of ? "in " + *grouping.first->prevalence_of
                                                      : "that the study gives",
                        share(before.mean_by_prevalence));
  }
  text +=
      ". The worst group is each trial's own. The lowest of several measured accuracies lies below "
      "the lowest true one, the more so the smaller the groups.";
  if (grouping.groups < grouping.first->groups.size()) {
    text += fmt::format(" The first {} of {} groups are shown; report.json has all.",
                        grouping.groups, grouping.first->groups.size());
  }
  return text;
}

}  // namespace remedy
