#include "report/markdown/markdown_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/settings/columns.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

void append_titles(std::vector<TableColumn>& columns, const std::vector<SuiteColumn>& wanted) {
  for (const SuiteColumn& column : wanted) columns.push_back({column.title});
}

void append_cells(std::vector<std::string>& cells, const Setting& setting,
                  const std::vector<SuiteColumn>& wanted) {
  for (const SuiteColumn& column : wanted) {
    cells.push_back(spread_cell(spread_of(setting, column), unit_of(column.figure),
                                setting.trials.with_result));
  }
}

// What tells the settings of a trend's remediation apart, but for N.
std::string parameters_text(const Report& report, const Trend& trend) {
  const Setting& own = report.settings[trend.setting];
  for (const Setting& setting : report.settings) {
    if (setting.run != own.run || setting.label != own.label ||
        setting.parameters != own.parameters) {
      continue;
    }
    return setting.name.empty() ? kNone : setting.name;
  }
  return kNone;
}

std::string trend_words(TrendVerdict verdict) {
  if (verdict == TrendVerdict::kNoneShown) return "no trend shown";
  if (verdict == TrendVerdict::kTooFewDraws) return "too few draws to tell";
  return to_string(verdict);
}

// "-0.41 [-0.60, -0.22]": of shares in points.
std::string slope_cell(const Trend& trend) {
  if (!trend.test || !std::isfinite(trend.test->slope.mean)) return kNone;
  const SlopeSummary& slope = trend.test->slope;
  const Unit unit = unit_of(trend.column.figure);
  const bool share = unit == Unit::kShare || unit == Unit::kRatio;
  const auto text = [&](double value) {
    return signed_fixed(share ? 100 * value : value, unit == Unit::kNats ? 3 : 2);
  };
  return text(slope.mean) +
         (std::isfinite(slope.interval.low)
              ? fmt::format(" [{}, {}]", text(slope.interval.low), text(slope.interval.high))
              : "");
}

std::string reached_cell(const TrialCounts& trials) {
  if (trials.reached == 0 && trials.not_reached == 0) {
    return trials.with_result > 0 ? kNone : "no result";
  }
  return fmt::format("{}{} of {}", trials.reached == 0 ? "not reached, " : "", trials.reached,
                     trials.planned);
}

std::string met_cell(const BestEntry& entry) {
  const std::string of = fmt::format("{} of {}", entry.reached, entry.planned);
  switch (entry.outcome) {
    case Outcome::kReached:
      return "yes, " + of;
    case Outcome::kNotFixed:
      return "yes, but not fixed";
    case Outcome::kPartlyReached:
      return "in part, " + of;
    case Outcome::kNotReached:
      return "not reached, " + of;
    case Outcome::kNoResult:
      return "no result";
    case Outcome::kNotJudged:
      break;
  }
  return "no stop rule";
}

// The first cells of an entry without a setting.
std::vector<std::string> unnamed_cells(const Report& report, const BestEntry& entry) {
  std::vector<std::string> cells;
  if (report.several_runs()) cells.push_back(report.run_name(entry.run));
  cells.push_back(entry.label + (entry.published ? std::string(" ") + kDagger : ""));
  cells.push_back(entry.of_settings == 1 ? kNone : fmt::format("none of {}", entry.of_settings));
  cells.insert(cells.end(), 3, kNone);  // N, trials, draws
  return cells;
}

// What a column shows in a few words; the suite is named where its role has several.
std::string short_title(const Report& report, const DecisionColumn& column) {
  const ReportSuite& suite = report.suites[column.suite];
  const auto of_role =
      std::count_if(report.suites.begin(), report.suites.end(),
                    [&](const ReportSuite& one) { return one.role == suite.role; });
  const auto title = [&]() -> std::string {
    switch (suite.role) {
      case Role::kRetain:
        return column.figure == Figure::kRetention ? "retention, %" : "neg. flips";
      case Role::kFix:
        return "fix rate, %";
      case Role::kTransfer:
        return column.figure ? "held-out, %" : "matched diff.";
      case Role::kGuard:
        break;
    }
    return column.figure == Figure::kTop1Points ? "guard, points" : "guard false pos., %";
  };
  return title() + (of_role > 1 ? " (" + suite.name + ")" : "");
}

}  // namespace

std::string baseline_table(const Report& report) {
  MarkdownTable table({{"suite", false},
                       {"role", false},
                       {"images"},
                       {"top-1, %"},
                       {"top-3, %"},
                       {"top-5, %"},
                       {"predicted as target, %"}});
  for (const ReportSuite& suite : report.suites) {
    const BaselineFigures& row = suite.baseline;
    std::vector<std::string> cells = {suite.name, to_string(suite.role),
                                      std::to_string(suite.images)};
    const auto add = [&](const std::optional<double>& rate,
                         const std::optional<statistics::Interval>& interval) {
      cells.push_back(number_cell(rate, Unit::kShare) +
                      (interval ? " " + interval_cell(interval) : ""));
    };
    add(row.top1, row.top1_interval);
    add(row.top3, row.top3_interval);
    add(row.top5, row.top5_interval);
    add(row.predicted_as_target, row.predicted_as_target_interval);
    table.add(std::move(cells));
  }
  return table.text("Nothing has been measured yet.");
}

std::string decision_table(const Report& report) {
  const DecisionMatrix& matrix = report.matrix;
  const std::size_t shown = std::min<std::size_t>(matrix.columns.size(), 7);
  std::vector<TableColumn> columns = {{"remediation", /*number=*/false}};
  for (std::size_t i = 0; i < shown; ++i)
    columns.push_back({short_title(report, matrix.columns[i])});
  MarkdownTable table(columns);
  for (const DecisionRow& row : matrix.rows) {
    const BestEntry& entry = report.best[row.best];
    std::vector<std::string> cells = {entry.label + (row.named ? " (use)"
                                                     : row.tied
                                                         ? (row.too_little ? " (open)" : " (tied)")
                                                     : row.control ? " (control)"
                                                                   : "")};
    for (std::size_t i = 0; i < shown; ++i) {
      cells.push_back(number_cell(row.cells[i].mean, matrix.columns[i].unit()));
    }
    table.add(std::move(cells), entry.published);
  }
  return table.text("No remediation has an eligible setting.");
}

// Records of earlier versions say nothing of it.
bool tells_supervision(const Report& report) {
  return std::any_of(report.settings.begin(), report.settings.end(),
                     [](const Setting& setting) { return !setting.supervision.empty(); });
}

std::string best_table(const Report& report) {
  const std::vector<SuiteColumn> wanted = headline_columns(report);
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"stop criterion met", /*number=*/false});
  append_titles(columns, wanted);
  if (tells_supervision(report)) columns.push_back({"supervision", /*number=*/false});
  MarkdownTable table(columns);
  for (const BestEntry& entry : report.best) {
    std::vector<std::string> cells = entry.setting
                                         ? aggregate_cells(report, report.settings[*entry.setting])
                                         : unnamed_cells(report, entry);
    cells.push_back(met_cell(entry));
    if (entry.setting) {
      append_cells(cells, report.settings[*entry.setting], wanted);
      cells.push_back(supervision_cell(report.settings[*entry.setting]));
    }
    cells.resize(columns.size(), kNone);
    table.add(std::move(cells), entry.published);
  }
  return table.text("The plan has no trial.");
}

std::string comparison_table(const Report& report) {
  const std::vector<SuiteColumn> wanted = headline_columns(report);
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"stop criterion met", /*number=*/false});
  columns.push_back({"steps"});
  append_titles(columns, wanted);
  if (tells_supervision(report)) columns.push_back({"supervision", /*number=*/false});
  MarkdownTable table(columns);
  for (const Setting& setting : report.settings) {
    std::vector<std::string> cells = aggregate_cells(report, setting);
    cells.push_back(reached_cell(setting.trials));
    cells.push_back(spread_cell(setting.steps, Unit::kCount, /*expected=*/0));
    append_cells(cells, setting, wanted);
    if (tells_supervision(report)) cells.push_back(supervision_cell(setting));
    table.add(std::move(cells), setting.published);
  }
  return table.text();
}

std::string trends_table(const Report& report) {
  std::vector<TableColumn> columns;
  if (report.several_runs()) columns.push_back({"run", /*number=*/false});
  for (const char* title : {"remediation", "parameters", "figure", "N"}) {
    columns.push_back({title, /*number=*/false});
  }
  for (const char* title : {"draws", "change when N doubles [95 %]", "p (t of slopes)", "Holm"}) {
    columns.push_back({title});
  }
  columns.push_back({"with N", /*number=*/false});
  MarkdownTable table(columns);
  for (const Trend& trend : report.trends) {
    const Setting& setting = report.settings[trend.setting];
    std::vector<std::string> cells, points;
    if (report.several_runs()) cells.push_back(report.run_name(setting.run));
    for (const std::int64_t n : trend.anchor_classes) points.push_back(std::to_string(n));
    cells.insert(cells.end(), {setting.label, parameters_text(report, trend),
                               figure_title(trend.column), join(points, ", ")});
    cells.push_back(std::to_string(trend.draws) +
                    (trend.left_out == 0 ? "" : fmt::format(" ({} left out)", trend.left_out)));
    cells.push_back(slope_cell(trend));
    cells.push_back(trend.test ? number_cell(trend.test->p, Unit::kP) : kNone);
    cells.push_back(number_cell(trend.p_holm, Unit::kP));
    cells.push_back(trend_words(trend.verdict));
    table.add(std::move(cells));
  }
  return table.text("No remediation was run at three or more N.");
}

std::string suite_table(const Report& report, std::size_t suite) {
  const std::vector<SuiteColumn> wanted = columns_of(report, suite);
  std::vector<TableColumn> columns = aggregate_columns(report);
  append_titles(columns, wanted);
  MarkdownTable table(columns);
  for (const Setting& setting : report.settings) {
    std::vector<std::string> cells = aggregate_cells(report, setting);
    append_cells(cells, setting, wanted);
    table.add(std::move(cells), setting.published);
  }
  return table.text();
}

}  // namespace remedy
