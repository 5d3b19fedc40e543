#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

const char kMatched[] = "matched_difference";

Json column_json(const Report& report, const DecisionColumn& column) {
  return {{"suite", report.suites[column.suite].name},
          {"metric", column.figure ? metric_of(*column.figure).key : kMatched},
          {"better", column.higher_is_better ? "higher" : "lower"},
          {"accepted", or_null(column.accepted)},
          {"before", or_null(column.before)}};
}

Json row_json(const DecisionRow& row) {
  Json cells = Json::array();
  for (const DecisionCell& cell : row.cells) {
    cells.push_back({{"draws", cell.draws},
                     {"mean", or_null(cell.mean)},
                     {"interval", or_null(cell.interval)}});
  }
  return {{"best", row.best},         {"setting", row.setting},       {"named", row.named},
          {"tied", row.tied},         {"too_little", row.too_little}, {"control", row.control},
          {"cells", std::move(cells)}};
}

}  // namespace

Json decision_json(const Report& report) {
  Json columns = Json::array(), rows = Json::array(), misses = Json::array();
  for (const DecisionColumn& column : report.matrix.columns) {
    columns.push_back(column_json(report, column));
  }
  for (const DecisionRow& row : report.matrix.rows) rows.push_back(row_json(row));
  for (const NearestMiss& miss : report.matrix.misses) {
    misses.push_back(
        {{"best", miss.best}, {"trial", or_null(miss.trial)}, {"sentence", miss.sentence}});
  }
  return {
      {"columns", std::move(columns)}, {"rows", std::move(rows)}, {"misses", std::move(misses)}};
}

}  // namespace remedy
