// The groups of a suite: how each fares under every setting, and the figures that sum them up.
#include <fmt/format.h>

#include "report/markdown/markdown_conclusions.h"
#include "report/markdown/markdown_tables.h"
#include "report/words/group_words.h"

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

}  // namespace

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
