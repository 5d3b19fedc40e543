#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json statuses_json(const RunSummary& run) {
  Json counts = {{"planned", run.planned}};
  for (const Status status : kStatuses) {
    const auto found = run.by_status.find(status);
    counts[to_string(status)] = found == run.by_status.end() ? 0 : found->second;
  }
  counts["missing"] = run.missing;
  return counts;
}

Json comparable_json(const MeasuredOn& comparable) {
  Json suites = Json::object();
  for (const auto& [name, hash] : comparable.suites) suites[name] = hash;
  return {{"baseline", text_or_null(comparable.baseline)},
          {"suites", std::move(suites)},
          {"preprocess", text_or_null(comparable.preprocess)},
          {"precision", text_or_null(comparable.precision)},
          {"target", text_or_null(comparable.target)}};
}

Json provenance_json(const RunSummary& run) {
  Json provenance = Json::object();
  for (const auto& [key, values] : run.provenance) {
    provenance[key] = Json::array();
    for (const ParameterValue& value : values) provenance[key].push_back(to_json(value));
  }
  return provenance;
}

Json run_json(const RunSummary& run) {
  Json json = {{"name", run.name}, {"study", run.study}};
  json["trials"] = statuses_json(run);
  json["classes"] = run.classes > 0 ? Json(run.classes) : Json(nullptr);
  json["comparable"] = comparable_json(run.comparable);
  json["provenance"] = provenance_json(run);
  json["plugins"] = Json::object();
  for (const auto& [remediation, hashes] : run.plugins) json["plugins"][remediation] = hashes;
  json["unreadable"] = Json::array();
  for (const Unreadable& one : run.unreadable) {
    json["unreadable"].push_back({{"file", one.file}, {"reason", one.reason}});
  }
  json["unplanned"] = run.unplanned;
  return json;
}

Json baseline_of(const BaselineFigures& figures) {
  Json json = {{"top1", or_null(figures.top1)},
               {"top3", or_null(figures.top3)},
               {"top5", or_null(figures.top5)},
               {"over_prediction", or_null(figures.over_prediction)},
               {"predicted_as_target", or_null(figures.predicted_as_target)},
               {"target_probability", or_null(figures.target_probability)},
               {"ece", or_null(figures.ece)},
               {"ece_calibrated", or_null(figures.ece_calibrated)},
               {"ece_calibrated_p95", or_null(figures.ece_calibrated_p95)},
               {"brier", or_null(figures.brier)},
               {"confidence", or_null(figures.confidence)}};
  Json intervals = Json::object();
  const auto add = [&](const char* rate, const std::optional<statistics::Interval>& interval) {
    if (interval) intervals[rate] = interval_json(*interval);
  };
  add("top1", figures.top1_interval);
  add("top3", figures.top3_interval);
  add("top5", figures.top5_interval);
  add("predicted_as_target", figures.predicted_as_target_interval);
  json["intervals"] = std::move(intervals);
  if (!figures.reliability.empty()) json["reliability"] = reliability_json(figures.reliability);
  return json;
}

}  // namespace

Json runs_json(const Report& report) {
  Json runs = Json::array();
  for (const RunSummary& run : report.runs) runs.push_back(run_json(run));
  return runs;
}

Json flags_json(const Report& report) {
  Json flags = Json::array();
  for (const Flag& flag : report.flags) {
    flags.push_back({{"kind", flag.kind}, {"run", flag.run}, {"message", flag.message}});
  }
  return flags;
}

Json suites_json(const Report& report) {
  Json suites = Json::array();
  for (const ReportSuite& suite : report.suites) {
    suites.push_back({{"name", suite.name},
                      {"role", to_string(suite.role)},
                      {"images", suite.images},
                      {"intervals", suite.intervals}});
  }
  return suites;
}

Json baseline_json(const Report& report) {
  Json baseline = Json::object();
  for (const ReportSuite& suite : report.suites) baseline[suite.name] = baseline_of(suite.baseline);
  return baseline;
}

}  // namespace remedy
