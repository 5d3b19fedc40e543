#include <fmt/format.h>

#include "core/text.h"
#include "report/content/fields.h"
#include "report/markdown/markdown_tables.h"
#include "report/words/cells.h"
#include "report/words/setting_cells.h"

namespace remedy {

std::string not_reached_table(const Json& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  for (const char* title : {"draw", "seed", "accuracy on the stop set, %", "needs more than, %",
                            "steps", "of at most"}) {
    columns.push_back({title});
  }
  columns.push_back({"trial", /*number=*/false});
  MarkdownTable table(columns);
  for (const Json& trial : report["trials"]) {
    if (flag_at(trial, "stop.reached") != false) continue;
    std::vector<std::string> cells = setting_cells(report, setting_of(report, trial));
    cells.push_back(integer_cell(trial["design"]["draw"]));
    cells.push_back(integer_cell(trial["design"]["seed"]));
    cells.push_back(number_cell(find_field(trial, "stop.accuracy"), Unit::kShare));
    cells.push_back(number_cell(find_field(trial, "stop.above"), Unit::kShare));
    const bool stops = flag_at(trial, "stop.stops").value_or(false);
    cells.push_back(stops ? number_cell(find_field(trial, "stop.steps"), Unit::kCount) : kNone);
    cells.push_back(stops ? number_cell(find_field(trial, "stop.limit"), Unit::kCount) : kNone);
    cells.push_back(trial["id"]);
    table.add(std::move(cells), is_published(trial));
  }
  return table.text("None.");
}

std::string failures_table(const Json& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"draw"});
  columns.push_back({"seed"});
  for (const char* title : {"status", "reason", "trial"}) columns.push_back({title, false});
  MarkdownTable table(columns);
  for (const Json& failure : report["failures"]) {
    const Json& trial = report["trials"][failure["trial"].get<std::size_t>()];
    std::vector<std::string> cells = setting_cells(report, setting_of(report, failure));
    cells.push_back(integer_cell(trial["design"]["draw"]));
    cells.push_back(integer_cell(trial["design"]["seed"]));
    for (const char* key : {"status", "reason", "id"}) cells.push_back(text_at(trial, key));
    table.add(std::move(cells), is_published(trial));
  }
  return table.text("None: every planned trial has a result.");
}

std::string parameters_table(const Json& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  for (const char* title : {"plugin", "stops", "all parameters"}) columns.push_back({title, false});
  MarkdownTable table(columns);
  for (const Json& setting : report["settings"]) {
    std::vector<std::string> cells = setting_cells(report, setting), parameters;
    for (const auto& [name, value] : setting["parameters"].items()) {
      parameters.push_back(name + " " +
                           (value.is_string() ? value.get<std::string>()
                            : value.is_null() ? "none"
                                              : value.dump()));
    }
    cells.push_back(setting["remediation"].get<std::string>() + " " +
                    setting["version"].get<std::string>());
    const Json& stop = setting["stop"];
    cells.push_back(stop.is_null() ? kNone
                                   : fmt::format("{} {} above {} within {} steps",
                                                 stop["stops"] == true ? "on" : "no; judged on",
                                                 text_at(stop, "on"), stop["above"].dump(),
                                                 stop["limit"].dump()));
    cells.push_back(parameters.empty() ? kNone : join(parameters, ", "));
    table.add(std::move(cells), is_published(setting));
  }
  return table.text();
}

std::string timings_table(const Json& report) {
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"apply, s"});
  columns.push_back({"evaluate, s"});
  MarkdownTable table(columns);
  for (std::size_t i = 0; i < report["settings"].size(); ++i) {
    const Json& setting = report["settings"][i];
    const Json& timings = report["timings"]["settings"][i];
    std::vector<std::string> cells = aggregate_cells(report, setting);
    for (const char* phase : {"apply", "evaluate"}) {
      // One decimal, as points have.
      cells.push_back(spread_cell(find_member(timings, phase), Unit::kPoints,
                                  setting["trials"]["with_result"]));
    }
    table.add(std::move(cells), is_published(setting));
  }
  return table.text();
}

}  // namespace remedy
