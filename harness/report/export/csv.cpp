#include "report/export/csv.h"

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "report/content/fields.h"
#include "report/content/metrics.h"

namespace remedy {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

std::string field(const Json* value) {
  if (value == nullptr || value->is_null()) return "";
  if (value->is_string()) return quoted(value->get<std::string>());
  return quoted(value->dump(-1, ' ', false, Json::error_handler_t::replace));
}

struct CsvColumn {
  std::string name;
  std::function<std::string(const Json& trial, std::size_t index)> value;
};

std::vector<CsvColumn> columns(const Json& report) {
  std::vector<CsvColumn> result;
  const auto add = [&](const std::string& name, const std::string& path) {
    result.push_back(
        {name, [path](const Json& trial, std::size_t) { return field(find_field(trial, path)); }});
  };
  add("run", "run");
  std::map<std::string, std::string> studies;
  for (const Json& run : report["runs"]) studies[text_at(run, "name")] = text_at(run, "study");
  result.push_back({"study", [studies](const Json& trial, std::size_t) {
                      return quoted(studies.at(text_at(trial, "run")));
                    }});
  for (const char* key : {"id", "label", "remediation", "version", "after", "setting", "status",
                          "reason", "training_images"}) {
    add(key, key);
  }
  std::set<std::string> parameters;
  for (const Json& trial : report["trials"]) {
    for (const auto& [name, value] : trial["parameters"].items()) parameters.insert(name);
  }
  for (const std::string& name : parameters) {
    result.push_back({"parameter." + name, [name](const Json& trial, std::size_t) {
                        return field(find_member(trial["parameters"], name));
                      }});
  }
  for (const char* key : {"anchor_classes", "draw", "seed"}) add(key, std::string("design.") + key);
  for (const char* key :
       {"on", "above", "limit", "stops", "reached", "accuracy", "steps", "probes"}) {
    add(std::string("stop.") + key, std::string("stop.") + key);
  }
  add("stopped_on_reported_suite", "stopped_on_reported_suite");
  return result;
}

void add_suite_columns(const std::string& suite, std::vector<CsvColumn>& result) {
  const auto add = [&](const std::string& path) {
    result.push_back({suite + "." + path, [suite, path](const Json& trial, std::size_t) {
                        const Json* entry = find_member(trial["suites"], suite);
                        return field(entry ? find_field(*entry, path) : nullptr);
                      }});
  };
  const auto add_end = [&](const std::string& rate, const char* name, std::size_t end) {
    result.push_back(
        {suite + "." + rate + name, [suite, rate, end](const Json& trial, std::size_t) {
           const Json* entry = find_member(trial["suites"], suite);
           const Json* interval = entry ? find_member((*entry)["intervals"], rate) : nullptr;
           return field(interval ? &(*interval)[end] : nullptr);
         }});
  };
  add("role");
  add("images");
  for (const auto* table : {&baseline_metrics_table(), &suite_metrics_table()}) {
    for (const Metric& metric : *table) add(metric.key);
  }
  for (const auto* table : {&baseline_metrics_table(), &suite_metrics_table()}) {
    for (const Metric& metric : *table) {
      if (!metric.rate) continue;
      add_end(metric.key, ".low", 0);
      add_end(metric.key, ".high", 1);
    }
  }
}

}  // namespace

std::string to_csv(const Json& report) {
  std::vector<CsvColumn> all = columns(report);
  for (const Json& suite : report["suites"]) add_suite_columns(suite["name"], all);
  for (const char* phase : {"apply", "evaluate"}) {
    const Json& timings = report["timings"]["trials"];
    all.push_back({std::string("seconds.") + phase, [&timings, phase](const Json&, std::size_t i) {
                     return field(find_member(timings[i], phase));
                   }});
  }
  std::string text;
  const auto end_row = [&text] { text.back() = '\r', text += '\n'; };  // in place of a comma
  for (const CsvColumn& column : all) text += quoted(column.name) + ",";
  end_row();
  const Json& trials = report["trials"];
  for (std::size_t i = 0; i < trials.size(); ++i) {
    for (const CsvColumn& column : all) text += column.value(trials[i], i) + ",";
    end_row();
  }
  return text;
}

}  // namespace remedy
