#include "report/compare/compare_json.h"

#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json suite_json(const ComparedSuite& suite) {
  Json metrics = Json::object();
  for (const FigureDifference& one : suite.figures) {
    metrics[metric_of(one.figure).key] = {
        {"a", one.a},
        {"b", one.b},
        {"difference", one.difference},
        {"holds_for", one.interval ? Json(to_string(one.holds_for)) : Json(nullptr)},
        {"interval", or_null(one.interval)}};
  }
  return {{"images", suite.images},
          {"metrics", std::move(metrics)},
          {"only_a_right", or_null(suite.only_a_right)},
          {"only_b_right", or_null(suite.only_b_right)},
          {"mcnemar_p", or_null(suite.mcnemar_p)}};
}

Json trial_json(const ComparedTrial& trial) {
  Json design = {{"anchor_classes", or_null(trial.anchor_classes)},
                 {"draw", or_null(trial.draw)},
                 {"seed", or_null(trial.seed)}};
  if (!trial.anchors.empty()) design["anchors"] = trial.anchors;
  return {{"label", trial.label},
          {"parameters", parameters_json(trial.parameters)},
          {"design", std::move(design)}};
}

Json status_json(const std::optional<Status>& status) {
  return status ? Json(to_string(*status)) : Json(nullptr);
}

Json setting_json(const ComparedSetting& setting) {
  Json suites = Json::object();
  for (const ComparedSuite& suite : setting.suites) suites[suite.name] = suite_json(suite);
  return {{"label", setting.label},
          {"parameters", parameters_json(setting.parameters)},
          {"anchor_classes", or_null(setting.anchor_classes)},
          {"pairs", setting.pairs},
          {"draws", setting.draws},
          {"over", to_string(setting.over)},
          {"suites", std::move(suites)}};
}

}  // namespace

Json comparison_json(const Comparison& comparison) {
  Json settings = Json::array(), without_result = Json::array(), only_in = Json::array();
  for (const ComparedSetting& setting : comparison.settings) {
    settings.push_back(setting_json(setting));
  }
  for (const UnmeasuredPair& pair : comparison.without_result) {
    Json row = trial_json(pair.trial);
    row["a"] = status_json(pair.a);
    row["b"] = status_json(pair.b);
    without_result.push_back(std::move(row));
  }
  for (const auto& trials : comparison.only_in) {
    Json list = Json::array();
    for (const ComparedTrial& trial : trials) list.push_back(trial_json(trial));
    only_in.push_back(std::move(list));
  }
  return {{"schema", 1},
          {"runs", comparison.runs},
          {"settings", std::move(settings)},
          {"without_result", std::move(without_result)},
          {"only_in", std::move(only_in)}};
}

}  // namespace remedy
