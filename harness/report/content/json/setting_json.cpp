#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json lost_json(const SettingSuite& suite) {
  if (!suite.lost) return nullptr;
  Json list = Json::array();
  for (const LostClass& loss : *suite.lost) {
    list.push_back({{"class", loss.class_index},
                    {"name", or_null(loss.name)},
                    {"images", loss.images},
                    {"before", loss.before},
                    {"after", loss.after},
                    {"negative_flips", loss.negative_flips},
                    {"trials", loss.trials},
                    {"p", loss.p},
                    {"p_fdr", loss.p_fdr}});
  }
  return list;
}

Json summary_json(const GroupSummary& summary) {
  return {
      {"worst", {{"accuracy", or_null(summary.worst.accuracy)}, {"groups", summary.worst.groups}}},
      {"gap", or_null(summary.gap)},
      {"mean_over_images", or_null(summary.mean_over_images)},
      {"mean_over_groups", or_null(summary.mean_over_groups)},
      {"mean_by_prevalence", or_null(summary.mean_by_prevalence)}};
}

Json group_json(const GroupSpread& group) {
  return {{"name", group.name},
          {"images", group.images},
          {"prevalence", or_null(group.prevalence)},
          {"baseline", or_null(group.baseline)},
          {"baseline_interval", or_null(group.baseline_interval)},
          {"accuracy", spread_json(group.accuracy)},
          {"negative_flips", spread_json(group.negative_flips)},
          {"positive_flips", spread_json(group.positive_flips)}};
}

Json grouping_json(const GroupingSpread& grouping) {
  Json groups = Json::array();
  for (const GroupSpread& group : grouping.groups) groups.push_back(group_json(group));
  return {{"prevalence_of", or_null(grouping.prevalence_of)},
          {"groups", std::move(groups)},
          {"baseline", summary_json(grouping.baseline)},
          {"worst", spread_json(grouping.worst)},
          {"gap", spread_json(grouping.gap)},
          {"mean_over_images", spread_json(grouping.mean_over_images)},
          {"mean_over_groups", spread_json(grouping.mean_over_groups)},
          {"mean_by_prevalence", spread_json(grouping.mean_by_prevalence)}};
}

// By suite and grouping, of the suites that have any.
Json groups_json(const Report& report, const Setting& setting) {
  Json json = Json::object();
  for (std::size_t s = 0; s < report.suites.size(); ++s) {
    for (const auto& [name, grouping] : setting.suites[s].groups) {
      json[report.suites[s].name][name] = grouping_json(grouping);
    }
  }
  return json;
}

Json stop_json(const std::optional<PlannedStop>& stop) {
  if (!stop) return nullptr;
  return {{"on", stop->rule.on},
          {"above", stop->rule.above},
          {"limit", stop->rule.steps},
          {"stops", stop->stops}};
}

Json setting_json(const Report& report, const Setting& setting) {
  Json json = {{"run", report.run_name(setting.run)},
               {"label", setting.label},
               {"remediation", setting.remediation},
               {"version", setting.version},
               {"name", setting.name},
               {"parameters", parameters_json(setting.parameters)},
               {"varied", setting.varied},
               {"anchor_classes", or_null(setting.anchor_classes)},
               {"training_images", setting.training_images},
               {"after", setting_places_json(setting.after)},
               {"supervision", setting.supervision},
               {"stop", stop_json(setting.stop)},
               {"stopped_on_reported_suite", setting.published},
               {"over", to_string(setting.over)},
               {"draws", setting.draws},
               {"seeds", setting.seeds},
               {"trials", counts_json(setting.trials)},
               {"accuracy_on_stop_set", spread_json(setting.accuracy_on_stop_set)},
               {"steps", spread_json(setting.steps)},
               {"probes", spread_json(setting.probes)}};
  Json suites = Json::object(), lost = Json::object();
  for (std::size_t s = 0; s < report.suites.size(); ++s) {
    const SettingSuite& suite = setting.suites[s];
    Json& figures = suites[report.suites[s].name] = Json::object();
    for (const Metric& metric : suite_metrics_table()) {
      figures[metric.key] = spread_json(suite[metric.figure]);
    }
    lost[report.suites[s].name] = lost_json(suite);
  }
  json["suites"] = std::move(suites);
  json["lost"] = std::move(lost);
  for (std::size_t s = 0; s < report.suites.size(); ++s) {
    const Reliability& reliability = setting.suites[s].reliability;
    if (reliability.empty()) continue;
    json["reliability"][report.suites[s].name] = reliability_json(reliability);
  }
  if (Json groups = groups_json(report, setting); !groups.empty()) {
    json["groups"] = std::move(groups);
  }
  return json;
}

}  // namespace

Json parameters_json(const std::map<std::string, ParameterValue>& parameters) {
  Json json = Json::object();
  for (const auto& [name, value] : parameters) json[name] = to_json(value);
  return json;
}

Json reliability_json(const Reliability& reliability) {
  Json bins = Json::array();
  for (const ReliabilityBin& bin : reliability) {
    if (bin.images > 0) bins.push_back({bin.images, bin.confidence, bin.accuracy});
  }
  return bins;
}

Json counts_json(const TrialCounts& trials) {
  return {{"planned", trials.planned}, {"with_result", trials.with_result},
          {"reached", trials.reached}, {"not_reached", trials.not_reached},
          {"failed", trials.failed},   {"missing", trials.missing}};
}

Json setting_places_json(const std::vector<std::size_t>& settings) {
  if (settings.empty()) return nullptr;
  return settings.size() == 1 ? Json(settings.front()) : Json(settings);
}

Json parents_json(const std::vector<ParentSetting>& parents) {
  Json list = Json::array();
  for (const ParentSetting& parent : parents) {
    list.push_back({{"label", parent.label}, {"parameters", parameters_json(parent.parameters)}});
  }
  return list.empty() ? Json(nullptr) : list.size() == 1 ? Json(list[0]) : list;
}

Json spread_json(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  Json json = {{"trials", spread->trials}, {"units", spread->units}};
  if (spread->mean) json["mean"] = *spread->mean;
  json["min"] = spread->min;
  json["max"] = spread->max;
  if (spread->sd) json["sd"] = *spread->sd;
  if (spread->interval) {
    json["interval"] = interval_json(*spread->interval);
    json["holds_for"] = to_string(spread->holds_for);
  }
  return json;
}

Json settings_json(const Report& report) {
  Json settings = Json::array();
  for (const Setting& setting : report.settings) {
    settings.push_back(setting_json(report, setting));
  }
  return settings;
}

}  // namespace remedy
