#include "report/export/results_csv.h"

#include <optional>
#include <utility>

#include "core/json.h"
#include "core/text.h"

namespace remedy {
namespace {

std::string number(const std::optional<double>& value) { return value ? Json(*value).dump() : ""; }

class Rows {
 public:
  std::string text = "id,setting,label,draw,suite,role,group,metric,value,low,high,n\r\n";

  // What begins the rows of a trial on a suite.
  void begin(const TrialRow& trial, const std::string& suite, const SuiteRow& row) {
    head_ = csv_field(trial.planned.id) + "," + std::to_string(trial.setting) + "," +
            csv_field(trial.planned.label) + "," +
            (trial.planned.draw ? std::to_string(*trial.planned.draw) : "") + "," +
            csv_field(suite) + "," + to_string(row.recorded.role) + ",";
  }

  void add(const std::string& group, const std::string& metric, double value,
           const std::optional<statistics::Interval>& interval, std::int64_t images) {
    text += head_ + csv_field(group) + "," + csv_field(metric) + "," + number(value) + "," +
            number(interval ? std::optional<double>(interval->low) : std::nullopt) + "," +
            number(interval ? std::optional<double>(interval->high) : std::nullopt) + "," +
            std::to_string(images) + "\r\n";
  }

 private:
  std::string head_;
};

void add_suite(const SuiteRow& row, Rows& rows) {
  for (const auto& [metric, value] : figures_of(row)) {
    std::optional<statistics::Interval> interval;
    for (const auto& [figure, ends] : row.intervals) {
      if (figure == metric->figure) interval = ends;
    }
    rows.add("", metric->key, value, interval, row.recorded.images);
  }
}

void add_groups(const SuiteRow& row, Rows& rows) {
  for (const auto& [grouping, figures] : row.recorded.groups) {
    for (const GroupFigures& group : figures.groups) {
      const std::string name = grouping + "=" + group.name;
      const auto add = [&](const char* metric, const std::optional<GroupAccuracy>& of) {
        if (!of) return;
        rows.add(name, metric, of->accuracy, statistics::Interval{of->low, of->high}, group.images);
      };
      add("baseline.top1", group.baseline);
      add("top1", group.remediated);
    }
  }
}

}  // namespace

std::string to_results_csv(const Report& report) {
  Rows rows;
  for (const TrialRow& trial : report.trials) {
    for (const auto& [suite, row] : trial.suites) {
      rows.begin(trial, suite, row);
      add_suite(row, rows);
      add_groups(row, rows);
    }
  }
  return std::move(rows.text);
}

}  // namespace remedy
