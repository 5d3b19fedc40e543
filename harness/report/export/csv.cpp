#include "report/export/csv.h"

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "core/catalogue.h"
#include "core/json.h"
#include "core/text.h"

namespace remedy {
namespace {

// Nothing is an empty field; texts are quoted, all else stands as in JSON.
std::string field(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return csv_field(value.get<std::string>());
  return csv_field(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}
template <typename T>
std::string field(const std::optional<T>& value) {
  return value ? field(Json(*value)) : "";
}

struct CsvColumn {
  std::string name;
  std::function<std::string(const TrialRow& trial)> value;
};

class Columns {
 public:
  // `value`: of a trial, as field() takes it.
  template <typename Value>
  void add(const std::string& name, const Value& value) {
    all.push_back({name, [value](const TrialRow& trial) { return field(value(trial)); }});
  }
  // Of the stop rule of trials that have one.
  template <typename Value>
  void add_stop(const std::string& name, const Value& value) {
    all.push_back({"stop." + name, [value](const TrialRow& trial) {
                     return trial.stop ? field(value(*trial.stop)) : "";
                   }});
  }
  // Of a suite of trials that were measured on it.
  template <typename Value>
  void add_suite(const std::string& suite, const std::string& name, const Value& value) {
    all.push_back({suite + "." + name, [suite, value](const TrialRow& trial) {
                     const SuiteRow* row = find_named(trial.suites, suite);
                     return row == nullptr ? std::string() : field(value(*row));
                   }});
  }

  std::vector<CsvColumn> all;
};

void add_head(const Report& report, Columns& columns) {
  const auto of_plan = [&](const char* name, const auto& value) {
    columns.add(name, [value](const TrialRow& trial) { return Json(trial.planned.*value); });
  };
  columns.add("run", [&report](const TrialRow& t) { return Json(report.run_name(t.run)); });
  columns.add("study", [&report](const TrialRow& t) { return Json(report.runs[t.run].study); });
  of_plan("id", &Trial::id);
  of_plan("label", &Trial::label);
  of_plan("remediation", &Trial::remediation);
  of_plan("version", &Trial::version);
  columns.add("after", [](const TrialRow& t) { return Json(join(t.planned.after, " ")); });
  columns.add("supervision",
              [](const TrialRow& t) { return Json(join(t.planned.supervision, ", ")); });
  columns.add("setting", [](const TrialRow& trial) { return Json(trial.setting); });
  columns.add("status", [](const TrialRow& trial) { return Json(status_word(trial)); });
  columns.add("reason", [](const TrialRow& trial) { return Json(trial.reason); });
  of_plan("training_images", &Trial::training_images);
}

void add_parameters(const Report& report, Columns& columns) {
  std::set<std::string> parameters;
  for (const TrialRow& trial : report.trials) {
    for (const auto& [name, value] : trial.planned.parameters) parameters.insert(name);
  }
  for (const std::string& name : parameters) {
    columns.add("parameter." + name, [name](const TrialRow& trial) {
      const auto found = trial.planned.parameters.find(name);
      return found == trial.planned.parameters.end() ? Json(nullptr) : to_json(found->second);
    });
  }
}

void add_design_and_stop(Columns& columns) {
  columns.add("anchor_classes", [](const TrialRow& t) { return t.planned.anchor_classes; });
  columns.add("draw", [](const TrialRow& trial) { return trial.planned.draw; });
  columns.add("seed", [](const TrialRow& trial) { return trial.planned.seed; });
  columns.add_stop("on", [](const StopRow& stop) { return Json(stop.rule.on); });
  columns.add_stop("above", [](const StopRow& stop) { return Json(stop.rule.above); });
  columns.add_stop("limit", [](const StopRow& stop) { return Json(stop.rule.steps); });
  columns.add_stop("stops", [](const StopRow& stop) { return Json(stop.stops); });
  columns.add_stop("reached", [](const StopRow& stop) { return stop.reached; });
  columns.add_stop("accuracy", [](const StopRow& stop) { return stop.accuracy; });
  columns.add_stop("steps", [](const StopRow& stop) { return stop.steps; });
  columns.add_stop("probes", [](const StopRow& stop) { return stop.probes; });
  columns.add("stopped_on_reported_suite", [](const TrialRow& t) { return Json(t.published); });
}

// Counts as whole numbers.
Json figure_json(const SuiteRow& row, const Metric& metric) {
  const auto value = figure_of(row, metric.figure);
  if (!value) return nullptr;
  return metric.unit == Unit::kCount ? Json(static_cast<std::int64_t>(*value)) : Json(*value);
}

void add_suite(const std::string& suite, Columns& columns) {
  columns.add_suite(suite, "role",
                    [](const SuiteRow& row) { return Json(to_string(row.recorded.role)); });
  columns.add_suite(suite, "images", [](const SuiteRow& row) { return Json(row.recorded.images); });
  for (const auto* table : {&baseline_metrics_table(), &suite_metrics_table()}) {
    for (const Metric& metric : *table) {
      columns.add_suite(suite, metric.key,
                        [&metric](const SuiteRow& row) { return figure_json(row, metric); });
    }
  }
  for (const auto* table : {&baseline_metrics_table(), &suite_metrics_table()}) {
    for (const Metric& metric : *table) {
      if (!metric.rate) continue;
      const auto add_end = [&](const char* name, double statistics::Interval::*end) {
        columns.add_suite(suite, metric.key + name, [&metric, end](const SuiteRow& row) {
          for (const auto& [figure, interval] : row.intervals) {
            if (figure == metric.figure) return Json(interval.*end);
          }
          return Json(nullptr);
        });
      };
      add_end(".low", &statistics::Interval::low);
      add_end(".high", &statistics::Interval::high);
    }
  }
}

}  // namespace

std::string to_csv(const Report& report) {
  Columns columns;
  add_head(report, columns);
  add_parameters(report, columns);
  add_design_and_stop(columns);
  for (const ReportSuite& suite : report.suites) add_suite(suite.name, columns);
  columns.add("seconds.apply", [](const TrialRow& trial) { return trial.apply; });
  columns.add("seconds.evaluate", [](const TrialRow& trial) { return trial.evaluate; });
  std::string text;
  const auto end_row = [&text] { text.back() = '\r', text += '\n'; };  // in place of a comma
  for (const CsvColumn& column : columns.all) text += csv_field(column.name) + ",";
  end_row();
  for (const TrialRow& trial : report.trials) {
    for (const CsvColumn& column : columns.all) text += column.value(trial) + ",";
    end_row();
  }
  return text;
}

}  // namespace remedy
