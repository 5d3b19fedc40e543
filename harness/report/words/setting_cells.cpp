#include "report/words/setting_cells.h"

#include "report/content/fields.h"

namespace remedy {

std::string integer_cell(const Json& value) { return value.is_null() ? kNone : value.dump(); }

std::string draws_cell(const Json& setting) {
  if (setting["over"] == "draws") return setting["draws"].dump();
  return setting["over"] == "seeds" ? setting["seeds"].dump() + " (seeds)" : kNone;
}

bool is_published(const Json& row) {
  return flag_at(row, "stopped_on_reported_suite").value_or(false);
}

std::vector<TableColumn> setting_columns(const Json& report) {
  std::vector<TableColumn> columns;
  if (report["runs"].size() > 1) columns.push_back({"run", /*number=*/false});
  columns.push_back({"remediation", /*number=*/false});
  columns.push_back({"setting", /*number=*/false});
  columns.push_back({"N"});
  return columns;
}

std::vector<std::string> setting_cells(const Json& report, const Json& setting) {
  std::vector<std::string> cells;
  if (report["runs"].size() > 1) cells.push_back(setting["run"]);
  const std::string label = setting["label"];
  const std::string name = setting["name"];
  cells.push_back(is_published(setting) ? label + " " + kDagger : label);
  cells.push_back(name.empty() ? kNone : name);
  cells.push_back(integer_cell(setting["anchor_classes"]));
  return cells;
}

std::vector<TableColumn> aggregate_columns(const Json& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"trials"});
  columns.push_back({"draws"});
  return columns;
}

std::vector<std::string> aggregate_cells(const Json& report, const Json& setting) {
  std::vector<std::string> cells = setting_cells(report, setting);
  const Json& trials = setting["trials"];
  const std::string planned = trials["planned"].dump();
  cells.push_back(trials["with_result"] == trials["planned"]
                      ? planned
                      : trials["with_result"].dump() + " of " + planned);
  cells.push_back(draws_cell(setting));
  return cells;
}

const Json& setting_of(const Json& report, const Json& row) {
  return report["settings"][row["setting"].get<std::size_t>()];
}

std::string figure_cell(const Json& setting, const std::string& suite, const std::string& metric,
                        Unit unit) {
  const Json* figures = find_member(setting["suites"], suite);
  return spread_cell(figures ? find_member(*figures, metric) : nullptr, unit,
                     setting["trials"]["planned"]);
}

}  // namespace remedy
