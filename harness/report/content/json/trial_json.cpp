#include "core/json_fields.h"
#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

void add_calibrated(Json& calibration, const char* model,
                    const std::optional<statistics::CalibratedError>& error) {
  if (!error) return;
  calibration[model]["ece_calibrated"] = error->mean;
  calibration[model]["ece_calibrated_p95"] = error->upper;
}

Json suite_json(const SuiteRow& row) {
  Json json = to_json(row.recorded);
  if (row.recorded.calibration) {
    add_calibrated(json["calibration"], "baseline", row.calibrated_before);
    add_calibrated(json["calibration"], "remediated", row.calibrated_after);
  }
  json["top1_points"] = row.top1_points;
  json["mcnemar_p"] = or_null(row.mcnemar_p);
  json["paired_standard_error"] = or_null(row.paired_standard_error);
  Json intervals = Json::object();
  for (const auto& [figure, interval] : row.intervals) {
    intervals[metric_of(figure).key] = interval_json(interval);
  }
  json["intervals"] = std::move(intervals);
  json["mcnemar_p_holm"] = or_null(row.mcnemar_p_holm);
  return json;
}

Json stop_json(const std::optional<StopRow>& stop) {
  if (!stop) return nullptr;
  return {{"on", stop->rule.on},
          {"above", stop->rule.above},
          {"limit", stop->rule.steps},
          {"stops", stop->stops},
          {"reached", or_null(stop->reached)},
          {"accuracy", or_null(stop->accuracy)},
          {"steps", or_null(stop->steps)},
          {"probes", or_null(stop->probes)}};
}

Json sensitivity_json(const Sensitivity& one) {
  return {{"positives", one.positives},
          {"negatives", one.negatives},
          {"images", {{"positives", one.positive_images}, {"negatives", one.negative_images}}},
          {"auroc",
           {{"before", one.auroc_before},
            {"after", one.auroc_after},
            {"difference", one.auroc_difference},
            {"interval", finite_interval_json(one.auroc_interval)}}},
          {"false_positives",
           {{"before", one.false_positives_before}, {"after", one.false_positives_after}}},
          {"recall",
           {{"before", one.recall_before},
            {"after", one.recall_after},
            {"matched", one.recall_matched}}},
          {"matched_difference",
           {{"value", one.matched_difference},
            {"interval", finite_interval_json(one.matched_interval)}}}};
}

Json design_json(const Trial& trial) {
  Json design = {{"anchor_classes", or_null(trial.anchor_classes)},
                 {"draw", or_null(trial.draw)},
                 {"seed", or_null(trial.seed)}};
  if (!trial.anchors.empty()) design["anchors"] = trial.anchors;
  return design;
}

Json trial_json(const Report& report, const TrialRow& row) {
  const Trial& planned = row.planned;
  Json json = {{"run", report.run_name(row.run)},
               {"setting", row.setting},
               {"id", planned.id},
               {"label", planned.label},
               {"remediation", planned.remediation},
               {"version", planned.version},
               {"after", one_or_several_json(planned.after)},
               {"parameters", parameters_json(planned.parameters)},
               {"design", design_json(planned)},
               {"training_images", planned.training_images},
               {"status", status_word(row)},
               {"reason", row.reason},
               {"stop", stop_json(row.stop)},
               {"stopped_on_reported_suite", row.published},
               {"suites", Json::object()}};
  for (const auto& [name, suite] : row.suites) json["suites"][name] = suite_json(suite);
  if (row.repeats_draw) json["repeats_draw"] = *row.repeats_draw;
  json["sensitivity"] = nullptr;
  for (const Sensitivity& one : row.sensitivity) {
    json["sensitivity"].push_back(sensitivity_json(one));
  }
  return json;
}

}  // namespace

Json trials_json(const Report& report) {
  Json trials = Json::array();
  for (const TrialRow& row : report.trials) trials.push_back(trial_json(report, row));
  return trials;
}

Json failures_json(const Report& report) {
  Json list = Json::array();
  for (const std::size_t i : failures(report)) {
    const TrialRow& row = report.trials[i];
    list.push_back({{"run", report.run_name(row.run)},
                    {"trial", i},
                    {"id", row.planned.id},
                    {"label", row.planned.label},
                    {"setting", row.setting},
                    {"status", status_word(row)},
                    {"reason", row.reason}});
  }
  return list;
}

Json timings_json(const Report& report) {
  Json trials = Json::array(), settings = Json::array();
  for (const TrialRow& row : report.trials) {
    trials.push_back({{"id", row.planned.id},
                      {"apply", or_null(row.apply)},
                      {"evaluate", or_null(row.evaluate)}});
  }
  for (const Setting& setting : report.settings) {
    settings.push_back(
        {{"apply", spread_json(setting.apply)}, {"evaluate", spread_json(setting.evaluate)}});
  }
  return {{"trials", std::move(trials)}, {"settings", std::move(settings)}};
}

}  // namespace remedy
