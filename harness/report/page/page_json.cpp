#include "report/page/page_json.h"

#include <algorithm>
#include <regex>
#include <set>

#include "core/text.h"
#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"
#include "report/page/first_screen_json.h"
#include "report/page/gallery_json.h"
#include "report/page/groups_json.h"
#include "report/settings/columns.h"
#include "report/settings/role_means.h"
#include "report/words/brief/methods.h"
#include "report/words/glossary.h"

namespace remedy {
namespace {

const char* unit_name(Unit unit) {
  switch (unit) {
    case Unit::kShare:
    case Unit::kRatio:
      return "percent";
    case Unit::kPoints:
      return "points";
    case Unit::kCount:
      return "count";
    case Unit::kNats:
      return "nats";
    case Unit::kP:
      return "p";
  }
  return "count";
}

Json columns_json(const std::vector<SuiteColumn>& columns) {
  Json json = Json::array();
  for (const SuiteColumn& column : columns) {
    json.push_back({{"suite", column.suite},
                    {"metric", metric_of(column.figure).key},
                    {"title", column.title},
                    {"unit", unit_name(unit_of(column.figure))}});
  }
  return json;
}

Json figures(const Setting& setting, const std::vector<SuiteColumn>& columns) {
  Json values = Json::array();
  for (const SuiteColumn& column : columns) {
    values.push_back(short_spread(spread_of(setting, column)));
  }
  return values;
}

// {suite: [[name, images, before, after, negative flips, trials]]}, empty where no class lost
// significantly more; suites of which nothing is known are left out.
Json short_lost(const Report& report, const Setting& setting) {
  Json suites = Json::object();
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    const auto& lost = setting.suites[i].lost;
    if (!lost) continue;
    Json& list = suites[report.suites[i].name] = Json::array();
    for (const LostClass& loss : *lost) {
      list.push_back({or_null(loss.name), loss.images, loss.before, loss.after, loss.negative_flips,
                      loss.trials});
    }
  }
  return suites;
}

// {suite: {ece, ece_calibrated, ece_calibrated_p95, brier, confidence, top1}} of the remediated,
// means; suites without the first are left out.
Json calibration(const Report& report, const Setting& setting) {
  static const std::pair<const char*, Figure> kFigures[] = {
      {"ece", Figure::kEce},
      {"ece_calibrated", Figure::kEceCalibrated},
      {"ece_calibrated_p95", Figure::kEceCalibratedP95},
      {"brier", Figure::kBrier},
      {"confidence", Figure::kConfidence}};
  Json suites = Json::object();
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    const SettingSuite& suite = setting.suites[i];
    Json means;
    for (const auto& [key, figure] : kFigures) {
      if (const auto mean = suite.mean(figure)) means[key] = *mean;
    }
    if (means.is_null()) continue;
    means["top1"] = or_null(suite.mean(Figure::kTop1));
    suites[report.suites[i].name] = std::move(means);
  }
  return suites;
}

Json setting_data(const Report& report, const Setting& setting,
                  const std::vector<SuiteColumn>& headline, const Groupings& groupings) {
  const TrialCounts& trials = setting.trials;
  Json row = {{"published", setting.published},
              {"figures", figures(setting, headline)},
              {"run", report.run_name(setting.run)},
              {"label", setting.label},
              {"remediation", setting.remediation},
              {"name", setting.name},
              {"parameters", parameters_json(setting.parameters)},
              {"varied", setting.varied},
              {"anchor_classes", or_null(setting.anchor_classes)},
              {"after", setting_places_json(setting.after)},
              {"trials", counts_json(trials)},
              {"over", to_string(setting.over)},
              {"supervision", join(setting.supervision, ", ")},
              {"draws", setting.draws},
              {"seeds", setting.seeds},
              {"steps", short_spread(setting.steps)},
              {"suites", Json::array()}};
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    row["suites"].push_back(figures(setting, columns_of(report, i)));
  }
  row["lost"] = short_lost(report, setting);
  if (Json means = calibration(report, setting); !means.empty()) {
    row["calibration"] = std::move(means);
  }
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    const Reliability& reliability = setting.suites[i].reliability;
    if (reliability.empty()) continue;
    row["reliability"][report.suites[i].name] = reliability_json(reliability);
  }
  const auto has_any = [](const auto& of_suite) { return !of_suite.empty(); };
  if (std::any_of(groupings.begin(), groupings.end(), has_any)) {
    row["groups"] = groups_data(setting, groupings);
  }
  return row;
}

Json points(const Report& report) {
  const std::string fix = suite_of_role(report.suites, Role::kFix),
                    retain = suite_of_role(report.suites, Role::kRetain);
  std::set<std::size_t> matrix_rows;  // settings
  for (const DecisionRow& row : report.matrix.rows) matrix_rows.insert(row.setting);
  Json points = Json::array();
  for (const TrialRow& trial : report.trials) {
    Json point = {{"setting", trial.setting},
                  {"status", status_word(trial)},
                  {"draw", or_null(trial.planned.draw)},
                  {"seed", or_null(trial.planned.seed)}};
    if (trial.repeats_draw) point["repeats"] = true;
    if (!trial.reason.empty()) point["reason"] = trial.reason;
    if (matrix_rows.count(trial.setting) > 0) {
      Json& accuracy = point["accuracy"] = Json::array();
      for (const ReportSuite& suite : report.suites) {
        const SuiteRow* row = find_named(trial.suites, suite.name);
        accuracy.push_back(row == nullptr ? Json(nullptr) : Json(row->recorded.remediated.top1));
      }
    }
    point["reached"] = trial.stop ? or_null(trial.stop->reached) : Json(nullptr);
    const SuiteRow* fixed = find_named(trial.suites, fix);
    const SuiteRow* kept = find_named(trial.suites, retain);
    if (fixed != nullptr && kept != nullptr) {
      point["fix"] = fixed->recorded.remediated.top1;
      point["retention"] = or_null(kept->recorded.retention);
    }
    points.push_back(std::move(point));
  }
  return points;
}

// With the columns of its table.
Json suites_data(const Report& report, const Groupings& groupings) {
  Json suites = suites_json(report);
  for (std::size_t i = 0; i < suites.size(); ++i) {
    suites[i]["columns"] = columns_json(columns_of(report, i));
    if (!groupings[i].empty()) suites[i]["groupings"] = groupings_data(groupings[i]);
  }
  return suites;
}

// With the units of its columns.
Json equal_fix_data(const Report& report) {
  Json equal = equal_fix_json(report);
  for (std::size_t i = 0; i < report.equal_fix.columns.size(); ++i) {
    equal["columns"][i]["unit"] = unit_name(unit_of(report.equal_fix.columns[i].figure));
  }
  return equal;
}

// Where a study lies is nobody's concern.
std::string without_folders(const std::string& study) {
  static const std::regex folders("/(?:[^\\s/,'\"\\]}]+/)+");
  return std::regex_replace(study, folders, "…/");
}

Json made_data(const RunMade& made) {
  return {{"started", made.started},
          {"finished", made.finished},
          {"command", without_folders(made.command)},
          {"cpu", made.cpu},
          {"commit", made.commit}};
}

}  // namespace

Json page_data(const Report& report, const std::vector<std::string>& studies,
               const std::optional<Gallery>& gallery, const std::vector<FlipFlows>& flows,
               const std::vector<NotesOfSetting>& notes) {
  const std::vector<SuiteColumn> headline = headline_columns(report);
  const Groupings groupings = groupings_of(report);
  Json data = {{"fix", suite_of_role(report.suites, Role::kFix)},
               {"retain", suite_of_role(report.suites, Role::kRetain)},
               {"runs", runs_json(report)},
               {"flags", flags_json(report)},
               {"suites", suites_data(report, groupings)},
               {"baseline", baseline_json(report)},
               {"best", best_json(report)},
               {"trends", trends_json(report)},
               {"verdict", verdict_json(report)},
               {"decision", decision_json(report)},
               {"cost", cost_data(report)},
               {"rates", rates_data(report)},
               {"flows", flows_data(flows)},
               {"notes", notes_data(notes)},
               {"families", families_data(report)},
               {"criterion", criterion_json(report)},
               {"frontier", frontier_json(report)},
               {"equal_fix", equal_fix_data(report)},
               {"sweeps", sweeps_json(report)},
               {"predictability", predictability_json(report)},
               {"learned", report.has_target() ? learned_json(report) : Json()},
               {"overlay", overlay_json(report.overlay)},
               {"columns", columns_json(headline)},
               {"settings", Json::array()}};
  for (const Setting& setting : report.settings) {
    data["settings"].push_back(setting_data(report, setting, headline, groupings));
  }
  if (report.selection) data["selection"] = selection_json(report);
  data["trials"] = points(report);
  data["studies"] = Json::array();
  for (const std::string& study : studies) data["studies"].push_back(without_folders(study));
  data["gallery"] = gallery_json(gallery);
  data["made"] = Json::array();
  for (const RunSummary& run : report.runs) data["made"].push_back(made_data(run.made));
  data["citations"] = citations(report);
  data["glossary"] = glossary();
  return data;
}

}  // namespace remedy
