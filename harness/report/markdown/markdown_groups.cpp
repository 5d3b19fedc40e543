// The groups of a suite: how each fares under every setting, and the figures that sum them up.
#include <fmt/format.h>

#include "report/markdown/markdown_conclusions.h"
#include "report/markdown/markdown_tables.h"
#include "report/words/cells.h"
#include "report/words/group_words.h"
#include "report/words/markdown_table.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

std::string summary_table(const Report& report, std::size_t suite, const ShownGrouping& shown) {
  std::vector<TableColumn> columns = setting_columns(report);
  for (const std::string& title : group_summary_titles(shown)) columns.push_back({title});
  MarkdownTable table(columns);
  for (const Setting& setting : report.settings) {
    const GroupingSpread* grouping = grouping_of(setting, suite, shown);
    if (grouping == nullptr) continue;
    std::vector<std::string> cells = setting_cells(report, setting);
    for (const auto* figure : group_summary(*grouping, shown)) {
      cells.push_back(spread_cell(*figure, Unit::kShare, setting.trials.planned));
    }
    table.add(std::move(cells), setting.published);
  }
  return table.text();
}

std::string group_table(const Report& report, std::size_t suite, const ShownGrouping& shown) {
  std::vector<TableColumn> columns = setting_columns(report);
  for (std::size_t i = 0; i < shown.groups; ++i) {
    columns.push_back({group_title(shown.first->groups[i])});
  }
  MarkdownTable table(columns);
  for (const Setting& setting : report.settings) {
    const GroupingSpread* grouping = grouping_of(setting, suite, shown);
    if (grouping == nullptr) continue;
    std::vector<std::string> cells = setting_cells(report, setting);
    for (std::size_t i = 0; i < shown.groups; ++i) {
      cells.push_back(
          spread_cell(grouping->groups[i].accuracy, Unit::kShare, setting.trials.planned));
    }
    table.add(std::move(cells), setting.published);
  }
  return "Right in each group after, %:\n\n" + table.text();
}

std::vector<std::string> selection_cells(const Report& report, const GroupChoice& choice) {
  std::vector<std::string> cells = setting_cells(report, report.settings[choice.setting]);
  cells.push_back(fmt::format("{}", choice.of));
  cells.push_back(number_cell(choice.chosen_by, Unit::kShare));
  for (const GroupOutcome& outcome : choice.outcomes) {
    cells.push_back(number_cell(outcome.worst, Unit::kShare));
    cells.push_back(number_cell(outcome.group_after, Unit::kShare));
    cells.push_back(number_cell(outcome.p_holm, Unit::kP));
    cells.push_back(number_cell(outcome.mean_over_images, Unit::kShare));
  }
  return cells;
}

// What other rules would have chosen.
std::string rules_text(const Report& report, const GroupSelection& selection) {
  const GroupChoice& first = selection.choices.front();
  if (first.by_rule.empty()) return "";
  const std::string on = report.suites[selection.suite].name;
  const std::string reported = report.suites[first.outcomes.front().suite].name;
  MarkdownTable table({{"remediation", /*number=*/false},
                       {"worst group of " + on},
                       {"mean over images of " + on},
                       {"the verdict's rule"},
                       {"oracle: worst group of " + reported}});
  for (const GroupChoice& choice : selection.choices) {
    std::vector<std::string> cells = {choice.label};
    for (const RuledChoice& one : choice.by_rule) {
      if (!one.setting) {
        cells.push_back(kNone);
        continue;
      }
      const std::vector<std::string> of = setting_cells(report, report.settings[*one.setting]);
      const std::string& values = of[of.size() - 2];
      cells.push_back(number_cell(one.worst, Unit::kShare) +
                      (values.empty() || values == kNone ? "" : " (" + values + ")"));
    }
    table.add(std::move(cells), false);
  }
  return fmt::format(
             "\n### How the choice depends on the rule\n\nThe worst group of {} on {}, %, of the "
             "setting "
             "that each rule would choose. The worst group of {} needs its group labels, the mean "
             "none; the verdict goes by the stop criterion and what is retained; the oracle looks "
             "at {} itself, which nobody may: it is the most that choosing could give.\n\n",
             escaped(first.outcomes.front().grouping), escaped(reported), escaped(on),
             escaped(reported)) +
         table.text();
}

}  // namespace

std::string selection_text(const Report& report) {
  if (!report.selection) return "";
  const GroupSelection& selection = *report.selection;
  const bool by_mean = selection.rule == Selection::Rule::kMean;
  std::string text = fmt::format(
      "## Chosen by the {} of {}\n\nOf each remediation the setting whose {} "
      "of {} is the best on {}, as the study's rule has it; whether a setting met the stop "
      "criterion does not matter here. p is for a rise of the group that was the baseline's worst, "
      "on its images (McNemar's exact test, one-sided, the largest of the trials; Holm over the "
      "remediations).\n\n",
      by_mean ? "mean" : "worst group", escaped(report.suites[selection.suite].name),
      by_mean ? "mean over images" : "worst group", escaped(selection.grouping),
      escaped(report.suites[selection.suite].name));
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"of settings"});
  columns.push_back({report.suites[selection.suite].name +
                     (by_mean ? ": mean over images, %" : ": worst group, %")});
  for (const GroupOutcome& outcome : selection.choices.front().outcomes) {
    const std::string suite = report.suites[outcome.suite].name;
    columns.push_back({fmt::format("{}: worst group ({} before), %", suite,
                                   number_cell(outcome.worst_before, Unit::kShare))});
    columns.push_back({fmt::format("{} ({} before), %", outcome.group,
                                   number_cell(outcome.group_before, Unit::kShare))});
    columns.push_back({"p"});
    columns.push_back({suite + ": mean over images, %"});
  }
  MarkdownTable table(columns);
  for (const GroupChoice& choice : selection.choices) {
    std::vector<std::string> cells = selection_cells(report, choice);
    cells.resize(columns.size(), kNone);
    table.add(std::move(cells), report.settings[choice.setting].published);
  }
  return text + table.text() + rules_text(report, selection);
}

std::string groups_text(const Report& report, std::size_t suite) {
  std::string text;
  for (const ShownGrouping& shown : shown_groupings(report, suite)) {
    text += fmt::format("#### Groups: {}\n\n{}\n\n", escaped(shown.name),
                        escaped(group_sentences(shown))) +
            summary_table(report, suite, shown) + group_table(report, suite, shown);
  }
  return text;
}

}  // namespace remedy
