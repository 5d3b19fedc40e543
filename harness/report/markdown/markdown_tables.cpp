#include "report/markdown/markdown_tables.h"

#include <fmt/format.h>

#include "core/text.h"
#include "report/content/fields.h"
#include "report/content/metrics.h"
#include "report/settings/columns.h"
#include "report/words/cells.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

void append_titles(std::vector<TableColumn>& columns, const std::vector<SuiteColumn>& wanted) {
  for (const SuiteColumn& column : wanted) columns.push_back({column.title});
}

void append_cells(std::vector<std::string>& cells, const Json& setting,
                  const std::vector<SuiteColumn>& wanted) {
  const int expected = setting["trials"]["with_result"];
  for (const SuiteColumn& column : wanted) {
    const Json* suite = find_member(setting["suites"], column.suite);
    const Json* stat = suite ? find_member(*suite, column.metric) : nullptr;
    cells.push_back(spread_cell(stat, unit_of(column.metric), expected));
  }
}

// What tells the settings of an entry's remediation apart, but for N.
std::string parameters_text(const Json& report, const Json& entry) {
  for (const Json& setting : report["settings"]) {
    if (setting["run"] != entry["run"] || setting["label"] != entry["label"] ||
        setting["parameters"] != entry["parameters"]) {
      continue;
    }
    const std::string name = setting["name"];
    return name.empty() ? kNone : name;
  }
  return kNone;
}

std::string trend_words(const std::string& verdict) {
  if (verdict == "none_shown") return "no trend shown";
  if (verdict == "too_few_draws") return "too few draws to tell";
  return verdict;
}

// "-0.41 [-0.60, -0.22]": of shares in points.
std::string slope_cell(const Json& entry) {
  const Json& slope = entry["slope"];
  const auto mean = slope.is_null() ? std::nullopt : number_at(slope, "mean");
  if (!mean) return kNone;
  const Unit unit = unit_of(entry["metric"]);
  const bool share = unit == Unit::kShare || unit == Unit::kRatio;
  const auto text = [&](double value) {
    return signed_fixed(share ? 100 * value : value, unit == Unit::kNats ? 3 : 2);
  };
  const Json& interval = slope["interval"];
  return text(*mean) + (interval.is_null()
                            ? ""
                            : fmt::format(" [{}, {}]", text(interval[0].get<double>()),
                                          text(interval[1].get<double>())));
}

std::string reached_cell(const Json& trials) {
  const int planned = trials["planned"], reached = trials["reached"];
  if (reached == 0 && trials["not_reached"] == 0)
    return trials["with_result"] > 0 ? kNone : "no result";
  return fmt::format("{}{} of {}", reached == 0 ? "not reached, " : "", reached, planned);
}

}  // namespace

std::string baseline_table(const Json& report) {
  MarkdownTable table({{"suite", false},
                       {"role", false},
                       {"images"},
                       {"top-1, %"},
                       {"top-3, %"},
                       {"top-5, %"},
                       {"predicted as target, %"}});
  for (const Json& suite : report["suites"]) {
    const Json& row = report["baseline"][suite["name"].get<std::string>()];
    std::vector<std::string> cells = {suite["name"], suite["role"], integer_cell(suite["images"])};
    for (const char* key : {"top1", "top3", "top5", "predicted_as_target"}) {
      const std::string interval = interval_cell(find_member(row["intervals"], key));
      cells.push_back(number_cell(&row[key], Unit::kShare) +
                      (interval.empty() ? "" : " " + interval));
    }
    table.add(std::move(cells));
  }
  return table.text("Nothing has been measured yet.");
}

std::string best_table(const Json& report) {
  const std::vector<SuiteColumn> wanted = headline_columns(report);
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"stop criterion met", /*number=*/false});
  append_titles(columns, wanted);
  MarkdownTable table(columns);
  for (const Json& row : report["best"]) {
    const bool published = is_published(row);
    const std::string outcome = row["outcome"];
    const std::string of = fmt::format("{} of {}", row["reached"].dump(), row["planned"].dump());
    if (!row["setting"].is_null()) {
      const Json& setting = setting_of(report, row);
      std::vector<std::string> cells = aggregate_cells(report, setting);
      cells.push_back(outcome == "reached"     ? "yes, " + of
                      : outcome == "not_fixed" ? "yes, but not fixed"
                                               : "in part, " + of);
      append_cells(cells, setting, wanted);
      table.add(std::move(cells), published);
      continue;
    }
    std::vector<std::string> cells;
    if (report["runs"].size() > 1) cells.push_back(row["run"]);
    cells.push_back(row["label"].get<std::string>() +
                    (published ? std::string(" ") + kDagger : ""));
    cells.push_back(row["of_settings"] == 1 ? kNone
                                            : fmt::format("none of {}", row["of_settings"].dump()));
    cells.push_back(kNone);
    cells.push_back(kNone);
    cells.push_back(outcome == "not_reached" ? "not reached, " + of
                    : outcome == "no_result" ? "no result"
                                             : "no stop rule");
    cells.resize(columns.size(), kNone);
    table.add(std::move(cells), published);
  }
  return table.text("The plan has no trial.");
}

std::string comparison_table(const Json& report) {
  const std::vector<SuiteColumn> wanted = headline_columns(report);
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"stop criterion met", /*number=*/false});
  columns.push_back({"steps"});
  append_titles(columns, wanted);
  MarkdownTable table(columns);
  for (const Json& setting : report["settings"]) {
    std::vector<std::string> cells = aggregate_cells(report, setting);
    cells.push_back(reached_cell(setting["trials"]));
    cells.push_back(spread_cell(&setting["steps"], Unit::kCount, /*expected=*/0));
    append_cells(cells, setting, wanted);
    table.add(std::move(cells), is_published(setting));
  }
  return table.text();
}

std::string trends_table(const Json& report) {
  std::vector<TableColumn> columns;
  if (report["runs"].size() > 1) columns.push_back({"run", /*number=*/false});
  for (const char* title : {"remediation", "parameters", "figure", "N"}) {
    columns.push_back({title, /*number=*/false});
  }
  for (const char* title : {"draws", "change when N doubles [95 %]", "p (t of slopes)", "Holm"}) {
    columns.push_back({title});
  }
  columns.push_back({"with N", /*number=*/false});
  MarkdownTable table(columns);
  for (const Json& entry : report["trends"]) {
    std::vector<std::string> cells, points;
    if (report["runs"].size() > 1) cells.push_back(entry["run"]);
    for (const Json& n : entry["anchor_classes"]) points.push_back(n.dump());
    cells.insert(cells.end(), {entry["label"], parameters_text(report, entry), figure_title(entry),
                               join(points, ", ")});
    cells.push_back(
        entry["draws"].dump() +
        (entry["left_out"] == 0 ? "" : fmt::format(" ({} left out)", entry["left_out"].dump())));
    cells.push_back(slope_cell(entry));
    cells.push_back(number_cell(&entry["p"], Unit::kP));
    cells.push_back(number_cell(&entry["p_holm"], Unit::kP));
    cells.push_back(trend_words(entry["verdict"]));
    table.add(std::move(cells));
  }
  return table.text("No remediation was run at three or more N.");
}

std::string suite_table(const Json& report, const Json& suite) {
  const std::vector<SuiteColumn> wanted = columns_of(suite["name"], suite["role"]);
  std::vector<TableColumn> columns = aggregate_columns(report);
  append_titles(columns, wanted);
  MarkdownTable table(columns);
  for (const Json& setting : report["settings"]) {
    std::vector<std::string> cells = aggregate_cells(report, setting);
    append_cells(cells, setting, wanted);
    table.add(std::move(cells), is_published(setting));
  }
  return table.text();
}

}  // namespace remedy
