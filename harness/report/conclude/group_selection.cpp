#include "report/conclude/group_selection.h"

#include <algorithm>
#include <map>

#include "statistics/hypothesis/holm.h"
#include "statistics/hypothesis/mcnemar.h"

namespace remedy {
namespace {

std::optional<std::size_t> find_suite(const Report& report, const std::string& name) {
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    if (report.suites[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<double> mean_of(const std::optional<Spread>& spread) {
  return spread ? spread->mean : std::nullopt;
}

// The largest p of the setting's trials that the group has risen.
double risen_p(const Report& report, std::size_t setting, const GroupOutcome& outcome) {
  double largest = 0;
  for (const TrialRow& row : report.trials) {
    if (row.setting != setting || !row.has_result()) continue;
    const SuiteRow* suite = find_named(row.suites, report.suites[outcome.suite].name);
    const GroupingFigures* figures =
        suite == nullptr ? nullptr : find_named(suite->recorded.groups, outcome.grouping);
    if (figures == nullptr) continue;
    for (const GroupFigures& group : figures->groups) {
      if (group.name != outcome.group) continue;
      largest = std::max(
          largest, statistics::mcnemar_one_sided_p(group.positive_flips, group.negative_flips));
    }
  }
  return largest;
}

GroupOutcome outcome_of(const Report& report, std::size_t setting, std::size_t suite,
                        const std::string& name, const GroupingSpread& figures) {
  GroupOutcome outcome;
  outcome.suite = suite;
  outcome.grouping = name;
  outcome.worst_before = figures.baseline.worst.accuracy;
  outcome.worst = mean_of(figures.worst);
  outcome.mean_over_images = mean_of(figures.mean_over_images);
  outcome.mean_by_prevalence = mean_of(figures.mean_by_prevalence);
  if (figures.baseline.worst.groups.empty()) return outcome;
  outcome.group = figures.baseline.worst.groups.front();
  for (const GroupSpread& group : figures.groups) {
    if (group.name != outcome.group) continue;
    outcome.group_before = group.baseline.value_or(0);
    outcome.group_after = mean_of(group.accuracy).value_or(0);
  }
  outcome.p = risen_p(report, setting, outcome);
  return outcome;
}

// Holm over the remediations, for each grouping of each suite.
void correct(GroupSelection& selection) {
  std::map<std::pair<std::size_t, std::string>, std::vector<GroupOutcome*>> families;
  for (GroupChoice& choice : selection.choices) {
    for (GroupOutcome& outcome : choice.outcomes) {
      families[{outcome.suite, outcome.grouping}].push_back(&outcome);
    }
  }
  for (auto& [of, family] : families) {
    std::vector<double> p;
    for (const GroupOutcome* outcome : family) p.push_back(outcome->p);
    const std::vector<double> corrected = statistics::holm_adjusted(p);
    for (std::size_t i = 0; i < family.size(); ++i) family[i]->p_holm = corrected[i];
  }
}

}  // namespace

std::optional<GroupSelection> group_selection(const Report& report) {
  if (report.runs.empty() || !report.runs.front().select) return std::nullopt;
  const Selection& rule = *report.runs.front().select;
  const auto on = find_suite(report, rule.suite);
  if (!on) return std::nullopt;
  GroupSelection selection;
  selection.suite = *on;
  selection.grouping = rule.grouping;
  for (std::size_t i = 0; i < report.settings.size(); ++i) {
    const Setting& setting = report.settings[i];
    if (setting.run != 0 || setting.trials.with_result != setting.trials.planned) continue;
    const auto& groups = setting.suites[*on].groups;
    if (groups.empty()) continue;
    if (selection.grouping.empty()) selection.grouping = groups.front().first;
    const GroupingSpread* figures = find_named(groups, selection.grouping);
    const auto worst = figures == nullptr ? std::nullopt : mean_of(figures->worst);
    if (!worst) continue;
    auto choice = std::find_if(selection.choices.begin(), selection.choices.end(),
                               [&](const auto& one) { return one.label == setting.label; });
    if (choice == selection.choices.end()) {
      selection.choices.push_back({setting.label, i, 0, *worst, {}});
      choice = selection.choices.end() - 1;
    }
    ++choice->of;
    if (*worst > choice->chosen_by) {
      choice->setting = i;
      choice->chosen_by = *worst;
    }
  }
  for (GroupChoice& choice : selection.choices) {
    const Setting& setting = report.settings[choice.setting];
    for (std::size_t s = 0; s < report.suites.size(); ++s) {
      if (s == selection.suite) continue;
      for (const auto& [name, figures] : setting.suites[s].groups) {
        choice.outcomes.push_back(outcome_of(report, choice.setting, s, name, figures));
      }
    }
  }
  correct(selection);
  if (selection.choices.empty()) return std::nullopt;
  return selection;
}

}  // namespace remedy
