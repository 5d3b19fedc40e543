#include <fmt/format.h>

#include <variant>

#include "core/catalogue.h"
#include "core/text.h"
#include "report/markdown/markdown_tables.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

std::string parameters_cell(const Setting& setting) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : setting.parameters) {
    parts.push_back(name + " " +
                    (std::holds_alternative<std::monostate>(value) ? "none" : to_text(value)));
  }
  return parts.empty() ? kNone : join(parts, ", ");
}

std::string stop_cell(const std::optional<PlannedStop>& stop) {
  if (!stop) return kNone;
  return fmt::format("{} {} above {} within {} steps", stop->stops ? "on" : "no; judged on",
                     stop->rule.on, plain_number(stop->rule.above), stop->rule.steps);
}

std::string steps_cell(const StopRow& stop, const std::optional<std::int64_t>& steps) {
  return stop.stops ? integer_cell(steps) : kNone;
}

}  // namespace

std::string not_reached_table(const Report& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  for (const char* title : {"draw", "seed", "accuracy on the stop set, %", "needs more than, %",
                            "steps", "of at most"}) {
    columns.push_back({title});
  }
  columns.push_back({"trial", /*number=*/false});
  MarkdownTable table(columns);
  for (const TrialRow& trial : report.trials) {
    if (!trial.stop || trial.stop->reached != false) continue;
    const StopRow& stop = *trial.stop;
    std::vector<std::string> cells = setting_cells(report, report.settings[trial.setting]);
    cells.push_back(integer_cell(trial.planned.draw));
    cells.push_back(integer_cell(trial.planned.seed));
    cells.push_back(number_cell(stop.accuracy, Unit::kShare));
    cells.push_back(number_cell(stop.rule.above, Unit::kShare));
    cells.push_back(steps_cell(stop, stop.steps));
    cells.push_back(steps_cell(stop, stop.rule.steps));
    cells.push_back(trial.planned.id);
    table.add(std::move(cells), trial.published);
  }
  return table.text("None.");
}

std::string failures_table(const Report& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"draw"});
  columns.push_back({"seed"});
  for (const char* title : {"status", "reason", "trial"}) columns.push_back({title, false});
  MarkdownTable table(columns);
  for (const std::size_t i : failures(report)) {
    const TrialRow& trial = report.trials[i];
    std::vector<std::string> cells = setting_cells(report, report.settings[trial.setting]);
    cells.push_back(integer_cell(trial.planned.draw));
    cells.push_back(integer_cell(trial.planned.seed));
    cells.insert(cells.end(), {status_word(trial), trial.reason, trial.planned.id});
    table.add(std::move(cells), trial.published);
  }
  return table.text("None: every planned trial has a result.");
}

std::string parameters_table(const Report& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  for (const char* title : {"plugin", "stops", "all parameters"}) columns.push_back({title, false});
  MarkdownTable table(columns);
  for (const Setting& setting : report.settings) {
    std::vector<std::string> cells = setting_cells(report, setting);
    cells.push_back(setting.remediation + " " + setting.version);
    cells.push_back(stop_cell(setting.stop));
    cells.push_back(parameters_cell(setting));
    table.add(std::move(cells), setting.published);
  }
  return table.text();
}

std::string timings_table(const Report& report) {
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"apply, s"});
  columns.push_back({"evaluate, s"});
  MarkdownTable table(columns);
  for (const Setting& setting : report.settings) {
    std::vector<std::string> cells = aggregate_cells(report, setting);
    for (const auto* seconds : {&setting.apply, &setting.evaluate}) {
      // One decimal, as points have.
      cells.push_back(spread_cell(*seconds, Unit::kPoints, setting.trials.with_result));
    }
    table.add(std::move(cells), setting.published);
  }
  return table.text();
}

}  // namespace remedy
