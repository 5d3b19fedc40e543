#include "report/words/setting_cells.h"

#include "core/text.h"

namespace remedy {

std::string integer_cell(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : kNone;
}

std::string draws_cell(const Setting& setting) {
  switch (setting.over) {
    case Over::kDraws:
      return std::to_string(setting.draws);
    case Over::kSeeds:
      return std::to_string(setting.seeds) + " (seeds)";
    case Over::kTrial:
      break;
  }
  return kNone;
}

std::vector<TableColumn> setting_columns(const Report& report) {
  std::vector<TableColumn> columns;
  if (report.several_runs()) columns.push_back({"run", /*number=*/false});
  columns.push_back({"remediation", /*number=*/false});
  columns.push_back({"setting", /*number=*/false});
  columns.push_back({"N"});
  return columns;
}

std::vector<std::string> setting_cells(const Report& report, const Setting& setting) {
  std::vector<std::string> cells;
  if (report.several_runs()) cells.push_back(report.run_name(setting.run));
  cells.push_back(setting.published ? setting.label + " " + kDagger : setting.label);
  cells.push_back(setting.name.empty() ? kNone : setting.name);
  cells.push_back(integer_cell(setting.anchor_classes));
  return cells;
}

std::vector<TableColumn> aggregate_columns(const Report& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"trials"});
  columns.push_back({"draws"});
  return columns;
}

std::vector<std::string> aggregate_cells(const Report& report, const Setting& setting) {
  std::vector<std::string> cells = setting_cells(report, setting);
  const TrialCounts& trials = setting.trials;
  const std::string planned = std::to_string(trials.planned);
  cells.push_back(trials.with_result == trials.planned
                      ? planned
                      : std::to_string(trials.with_result) + " of " + planned);
  cells.push_back(draws_cell(setting));
  return cells;
}

std::string supervision_cell(const Setting& setting) {
  return setting.supervision.empty() ? kNone : join(setting.supervision, ", ");
}

std::string figure_cell(const Setting& setting, std::size_t suite, Figure figure) {
  return spread_cell(setting.suites[suite][figure], unit_of(figure), setting.trials.planned);
}

}  // namespace remedy
