#include "report/conclude/group_selection.h"

#include <algorithm>
#include <map>
#include <utility>

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

// A setting's figure on a suite, by the mean over its trials.
std::optional<double> figure_of(const Report& report, std::size_t setting, std::size_t suite,
                                const std::string& grouping, Selection::Rule rule) {
  const auto& groups = report.settings[setting].suites[suite].groups;
  const GroupingSpread* figures = find_named(groups, grouping);
  if (figures == nullptr) return std::nullopt;
  return mean_of(rule == Selection::Rule::kMean ? figures->mean_over_images : figures->worst);
}

// The best of some settings, the first where several are.
struct Best {
  std::optional<std::size_t> setting;
  double value = 0;

  void offer(std::size_t one, const std::optional<double>& its) {
    if (!its || (setting && *its <= value)) return;
    setting = one;
    value = *its;
  }
};

// What each rule would choose of the settings of a label, and what that is worth.
std::vector<RuledChoice> by_rules(const Report& report, const GroupSelection& selection,
                                  const GroupChoice& choice,
                                  const std::vector<std::size_t>& settings) {
  if (choice.outcomes.empty()) return {};
  const std::size_t reported = choice.outcomes.front().suite;
  const std::string& grouping = choice.outcomes.front().grouping;
  const auto worst_reported = [&](std::size_t setting) {
    return figure_of(report, setting, reported, grouping, Selection::Rule::kWorstGroup);
  };
  Best worst, mean, oracle;
  for (const std::size_t setting : settings) {
    worst.offer(setting, figure_of(report, setting, selection.suite, selection.grouping,
                                   Selection::Rule::kWorstGroup));
    mean.offer(setting, figure_of(report, setting, selection.suite, selection.grouping,
                                  Selection::Rule::kMean));
    oracle.offer(setting, worst_reported(setting));
  }
  std::optional<std::size_t> of_verdict;
  for (const BestEntry& entry : report.best) {
    if (entry.run == 0 && entry.label == choice.label && !of_verdict) of_verdict = entry.setting;
  }
  std::vector<RuledChoice> all;
  for (const auto& [rule, setting] : {std::pair{ChoiceRule::kWorstGroup, worst.setting},
                                      {ChoiceRule::kMean, mean.setting},
                                      {ChoiceRule::kVerdict, of_verdict},
                                      {ChoiceRule::kOracle, oracle.setting}}) {
    all.push_back({rule, setting, setting ? worst_reported(*setting) : std::nullopt});
  }
  return all;
}

}  // namespace

std::optional<GroupSelection> group_selection(const Report& report) {
  if (report.runs.empty() || !report.runs.front().select) return std::nullopt;
  const Selection& asked = *report.runs.front().select;
  const auto on = find_suite(report, asked.suite);
  if (!on) return std::nullopt;
  GroupSelection selection;
  selection.rule = asked.rule;
  selection.suite = *on;
  selection.grouping = asked.grouping;
  std::vector<std::vector<std::size_t>> settings;  // of each choice
  for (std::size_t i = 0; i < report.settings.size(); ++i) {
    const Setting& setting = report.settings[i];
    if (setting.run != 0 || setting.trials.with_result != setting.trials.planned) continue;
    const auto& groups = setting.suites[*on].groups;
    if (groups.empty()) continue;
    if (selection.grouping.empty()) selection.grouping = groups.front().first;
    const auto value = figure_of(report, i, *on, selection.grouping, selection.rule);
    if (!value) continue;
    auto choice = std::find_if(selection.choices.begin(), selection.choices.end(),
                               [&](const auto& one) { return one.label == setting.label; });
    if (choice == selection.choices.end()) {
      selection.choices.push_back({setting.label, i, 0, *value, {}, {}});
      settings.emplace_back();
      choice = selection.choices.end() - 1;
    }
    settings[static_cast<std::size_t>(choice - selection.choices.begin())].push_back(i);
    ++choice->of;
    if (*value > choice->chosen_by) {
      choice->setting = i;
      choice->chosen_by = *value;
    }
  }
  for (std::size_t c = 0; c < selection.choices.size(); ++c) {
    GroupChoice& choice = selection.choices[c];
    const Setting& setting = report.settings[choice.setting];
    for (std::size_t s = 0; s < report.suites.size(); ++s) {
      if (s == selection.suite) continue;
      for (const auto& [name, figures] : setting.suites[s].groups) {
        choice.outcomes.push_back(outcome_of(report, choice.setting, s, name, figures));
      }
    }
    choice.by_rule = by_rules(report, selection, choice, settings[c]);
  }
  correct(selection);
  if (selection.choices.empty()) return std::nullopt;
  return selection;
}

}  // namespace remedy
