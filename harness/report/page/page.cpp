#include "report/page/page.h"

#include <algorithm>
#include <regex>

#include "report/content/fields.h"
#include "report/page_parts.h"
#include "report/settings/columns.h"
#include "report/settings/role_means.h"
#include "report/words/glossary.h"
#include "report/words/setting_cells.h"

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

Json to_json(const std::vector<SuiteColumn>& columns) {
  Json json = Json::array();
  for (const SuiteColumn& column : columns) {
    json.push_back({{"suite", column.suite},
                    {"metric", column.metric},
                    {"title", column.title},
                    {"unit", unit_name(unit_of(column.metric))}});
  }
  return json;
}

// [mean, min, max, trials], and [low, high] of the interval behind these; null where there is no
// value. A p-value has no mean.
Json short_spread(const Json* spread) {
  if (spread == nullptr || spread->is_null()) return nullptr;
  Json json = {spread->value("mean", Json(nullptr)), (*spread)["min"], (*spread)["max"],
               (*spread)["trials"]};
  if (spread->contains("interval")) {
    for (const Json& end : (*spread)["interval"]) json.push_back(end);
  }
  return json;
}

Json figures(const Json& setting, const std::vector<SuiteColumn>& columns) {
  Json values = Json::array();
  for (const SuiteColumn& column : columns) {
    const Json* suite = find_member(setting["suites"], column.suite);
    values.push_back(short_spread(suite ? find_member(*suite, column.metric) : nullptr));
  }
  return values;
}

// {suite: [[name, images, before, after, negative flips, trials]]}, empty where no class lost
// significantly more; suites of which nothing is known are left out.
Json short_lost(const Json& lost) {
  Json suites = Json::object();
  for (const auto& [suite, classes] : lost.items()) {
    if (classes.is_null()) continue;
    suites[suite] = Json::array();
    for (const Json& entry : classes) {
      suites[suite].push_back({entry["name"], entry["images"], entry["before"], entry["after"],
                               entry["negative_flips"], entry["trials"]});
    }
  }
  return suites;
}

// {suite: {ece, ece_calibrated, ece_calibrated_p95, brier, confidence, top1}} of the remediated,
// means; suites without the first are left out.
Json calibration(const Json& setting) {
  Json suites = Json::object();
  for (const auto& [suite, metrics] : setting["suites"].items()) {
    Json means;
    for (const char* key : {"ece", "ece_calibrated", "ece_calibrated_p95", "brier", "confidence"}) {
      const Json* spread = find_member(metrics, std::string("calibration.remediated.") + key);
      if (spread != nullptr && !spread->is_null()) means[key] = (*spread)["mean"];
    }
    if (means.is_null()) continue;
    const Json* top1 = find_member(metrics, "top1");
    means["top1"] = top1 != nullptr && !top1->is_null() ? (*top1)["mean"] : Json(nullptr);
    suites[suite] = std::move(means);
  }
  return suites;
}

Json points(const Json& report) {
  const std::string fix = suite_of_role(report["suites"], "fix"),
                    retain = suite_of_role(report["suites"], "retain");
  Json points = Json::array();
  for (const Json& trial : report["trials"]) {
    Json point = {{"setting", trial["setting"]}, {"status", trial["status"]}};
    for (const char* key : {"draw", "seed"}) point[key] = trial["design"][key];
    if (const std::string reason = trial["reason"]; !reason.empty()) point["reason"] = reason;
    point["reached"] = or_null(flag_at(trial, "stop.reached"));
    const Json* fixed = find_member(trial["suites"], fix);
    const Json* kept = find_member(trial["suites"], retain);
    if (fixed != nullptr && kept != nullptr) {
      point["fix"] = or_null(number_at(*fixed, "top1"));
      point["retention"] = or_null(number_at(*kept, "retention"));
    }
    points.push_back(std::move(point));
  }
  return points;
}

// Where a study lies is nobody's concern.
std::string without_folders(const std::string& study) {
  static const std::regex folders("/(?:[^\\s/,'\"\\]}]+/)+");
  return std::regex_replace(study, folders, "…/");
}

// Text that may stand within a script element: nothing in it ends the element or opens a comment.
std::string within_script(std::string text) {
  for (std::size_t i = 0; (i = text.find('<', i)) != std::string::npos;) {
    text.replace(i, 1, "\\u003c");
  }
  return text;
}

// `frame` with each mark replaced wherever it stands; marks within what is put in are left alone.
std::string filled(const std::string& frame,
                   const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string text;
  for (std::size_t i = 0; i < frame.size();) {
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const auto& candidate) {
      return frame.compare(i, candidate.first.size(), candidate.first) == 0;
    });
    if (part == parts.end()) {
      text += frame[i++];
    } else {
      text += part->second;
      i += part->first.size();
    }
  }
  return text;
}

std::string html_escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace

Json page_data(const Json& report, const std::vector<std::string>& studies, const Json& gallery) {
  const std::vector<SuiteColumn> headline = headline_columns(report);
  Json data = {{"fix", suite_of_role(report["suites"], "fix")},
               {"retain", suite_of_role(report["suites"], "retain")}};
  for (const char* key :
       {"runs", "flags", "suites", "baseline", "best", "trends", "verdict", "frontier", "equal_fix",
        "sweeps", "predictability", "learned", "overlay"}) {
    if (report.contains(key)) data[key] = report[key];
  }
  if (data.contains("equal_fix")) {
    for (Json& column : data["equal_fix"]["columns"]) {
      column["unit"] = unit_name(unit_of(column["metric"]));
    }
  }
  data["columns"] = to_json(headline);
  for (Json& suite : data["suites"]) {
    suite["columns"] = to_json(columns_of(suite["name"], suite["role"]));
  }
  data["settings"] = Json::array();
  for (const Json& setting : report["settings"]) {
    Json row = {{"published", is_published(setting)}, {"figures", figures(setting, headline)}};
    for (const char* key : {"run", "label", "name", "parameters", "varied", "anchor_classes",
                            "after", "trials", "over", "draws", "seeds"}) {
      row[key] = setting[key];
    }
    row["steps"] = short_spread(&setting["steps"]);
    row["suites"] = Json::array();
    for (const Json& suite : report["suites"]) {
      row["suites"].push_back(figures(setting, columns_of(suite["name"], suite["role"])));
    }
    if (const Json* lost = find_member(setting, "lost")) row["lost"] = short_lost(*lost);
    if (Json means = calibration(setting); !means.empty()) row["calibration"] = std::move(means);
    data["settings"].push_back(std::move(row));
  }
  data["trials"] = points(report);
  data["studies"] = Json::array();
  for (const std::string& study : studies) data["studies"].push_back(without_folders(study));
  data["gallery"] = gallery;
  data["glossary"] = glossary();
  return data;
}

std::string to_page(const Json& report, const std::vector<std::string>& studies,
                    const Json& gallery) {
  std::string title;
  for (const Json& run : report["runs"]) {
    const std::string study = run["study"];
    if (title.find(study) == std::string::npos) title += (title.empty() ? "" : ", ") + study;
  }
  const std::string data =
      page_data(report, studies, gallery).dump(-1, ' ', false, Json::error_handler_t::replace);
  return filled(page_parts::kFrame, {{"{{title}}", html_escaped(title)},
                                     {"{{style}}", page_parts::kStyle},
                                     {"{{script}}", page_parts::kScript},
                                     {"{{chart}}", page_parts::kChart},
                                     {"{{data}}", within_script(data)}});
}

}  // namespace remedy
