#include "report/predictability.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/text.h"
#include "report/fields.h"
#include "report/predictability_words.h"
#include "report/role_means.h"
#include "report/series.h"
#include "report/significance.h"
#include "report/trends.h"
#include "statistics/power.h"
#include "statistics/variance_components.h"

namespace remedy {
namespace {

constexpr double kPower = 0.8;
constexpr double kStatedChange = 2;  // standard deviations, from the least N to the most

// One remediation: its series, a level of the parameter each, and their entries in "trends".
struct Family {
  std::vector<Series> levels;
  std::vector<std::size_t> trends;
};

std::vector<Family> families_of(const Json& report, std::size_t columns) {
  std::map<std::string, std::size_t> index;
  std::vector<Family> families;
  std::size_t next = 0;  // trends() goes through the same series in the same order
  for (Series& series : series_of(report)) {
    if (series.trials.size() < kFewestPoints) continue;
    const Json& setting = *series.setting;
    const std::string key =
        canonical({setting["run"], setting["label"], setting["stop"], series.after});
    const auto [entry, is_new] = index.insert({key, families.size()});
    if (is_new) families.emplace_back();
    Family& family = families[entry->second];
    for (std::size_t i = 0; i < columns; ++i) family.trends.push_back(next++);
    family.levels.push_back(std::move(series));
  }
  return families;
}

// The parameters that tell the levels apart, as one name; null where there is one level.
Json parameter_of(const Family& family) {
  std::vector<std::string> names;
  const Json& first = (*family.levels.front().setting)["parameters"];
  for (const auto& [name, value] : first.items()) {
    const std::string& key = name;
    const Json& one = value;
    if (std::any_of(family.levels.begin(), family.levels.end(), [&](const Series& level) {
          return (*level.setting)["parameters"][key] != one;
        })) {
      names.push_back(name);
    }
  }
  return names.empty() ? Json(nullptr) : Json(join(names, " and "));
}

// Those at which every level was run.
std::vector<std::int64_t> shared_n(const Family& family) {
  std::vector<std::int64_t> shared;
  for (const auto& [n, trials] : family.levels.front().trials) {
    const std::int64_t point = n;
    if (std::all_of(family.levels.begin(), family.levels.end(),
                    [&](const Series& level) { return level.trials.count(point) > 0; })) {
      shared.push_back(point);
    }
  }
  return shared;
}

// Level by level, then N; nothing where a value is missing.
std::vector<double> values_of_draw(const Family& family, const std::vector<std::int64_t>& points,
                                   std::int64_t draw, const SuiteColumn& column) {
  std::vector<double> values;
  for (const Series& level : family.levels) {
    for (const std::int64_t n : points) {
      const auto& by_draw = level.trials.at(n);
      const auto trials = by_draw.find(draw);
      const auto value = trials == by_draw.end() ? std::nullopt : value_of(trials->second, column);
      if (!value) return {};
      values.push_back(*value);
    }
  }
  return values;
}

std::set<std::int64_t> draws_of(const Family& family) {
  std::set<std::int64_t> draws;
  for (const Series& level : family.levels) {
    for (const auto& [n, by_draw] : level.trials) {
      for (const auto& [draw, trials] : by_draw) draws.insert(draw);
    }
  }
  return draws;
}

Json shares_of(const statistics::BalancedDesign& design) {
  static const char* const kNames[] = {"draw",   "parameter",   "n",       "draw_parameter",
                                       "draw_n", "parameter_n", "residual"};
  const auto components = statistics::variance_components(design);
  Json shares;
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (!std::isfinite(components[i].share)) return nullptr;
    shares[kNames[i]] = components[i].share;
  }
  return shares;
}

// Sets "variance", "draws" (the fewest used of any figure) and "left_out".
void add_variance(const Family& family, const std::vector<SuiteColumn>& columns, Json& entry) {
  const std::vector<std::int64_t> points = entry["anchor_classes"];
  const std::set<std::int64_t> draws = draws_of(family);
  std::size_t fewest = draws.size();
  entry["variance"] = Json::array();
  for (const SuiteColumn& column : columns) {
    statistics::BalancedDesign design;
    int used = 0;
    for (const std::int64_t draw : draws) {
      const std::vector<double> values = values_of_draw(family, points, draw, column);
      if (values.empty()) continue;
      design.values.insert(design.values.end(), values.begin(), values.end());
      ++used;
    }
    design.levels = {used, static_cast<int>(family.levels.size()), static_cast<int>(points.size())};
    fewest = std::min(fewest, static_cast<std::size_t>(used));
    entry["variance"].push_back({{"suite", column.suite},
                                 {"metric", column.metric},
                                 {"title", column.title},
                                 {"shares", used < 2 ? Json(nullptr) : shares_of(design)}});
  }
  entry["draws"] = fewest;
  entry["left_out"] = draws.size() - fewest;
}

// Simulated once for every design; a report has few.
class Powers {
 public:
  Json of(int blocks, int points, std::size_t tests) {
    if (blocks < 1 || tests == 0) return nullptr;
    const double alpha = kLevel / (2 * static_cast<double>(tests));
    const auto key = std::make_tuple(blocks, points, tests);
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    const statistics::TrendDesign design{blocks, points, alpha};
    statistics::SimulationOptions options;
    options.simulations = 2000;
    const double slope = statistics::page_detectable_slope(design, kPower, options);
    const double steps = points - 1;
    return known_[key] = {
               {"alpha", alpha},
               {"blocks", blocks},
               {"points", points},
               {"detectable", std::isfinite(slope) ? Json(slope * steps) : Json(nullptr)},
               {"at_two", statistics::page_power(design, kStatedChange / steps, options)}};
  }

 private:
  std::map<std::tuple<int, int, std::size_t>, Json> known_;
};

std::string verdict_of(const Json& report, const Json& entry) {
  const std::vector<std::string> retained = suites_of_role(report["suites"], "retain");
  bool all_retained = !retained.empty(), any = false, could = false;
  for (const std::size_t i : entry["trends"]) {
    const Json& trend = report["trends"][i];
    const bool shown = trend["verdict"] == "rises" || trend["verdict"] == "falls";
    any = any || shown;
    could = could || trend["verdict"] != "too_few_draws";
    const bool is_retained =
        std::find(retained.begin(), retained.end(), trend["suite"]) != retained.end();
    all_retained = all_retained && (shown || !is_retained);
  }
  if (!could) return "too_few_draws";
  return !any ? "not_shown" : all_retained ? "predictable" : "in_part";
}

}  // namespace

Json predictability(const Json& report) {
  const std::vector<SuiteColumn> columns = asked_columns(report);
  std::map<std::string, std::size_t> tests;  // by run, as Holm counts them
  for (const Json& trend : report["trends"]) tests[trend["run"]] += !trend["p"].is_null();
  Powers powers;
  Json entries = Json::array();
  for (const Family& family : families_of(report, columns.size())) {
    const Json& setting = *family.levels.front().setting;
    const std::string stop_on = text_at(setting, "stop.on");
    Json entry = {{"run", setting["run"]},
                  {"label", setting["label"]},
                  {"stop_on", stop_on.empty() ? Json(nullptr) : Json(stop_on)},
                  {"after", family.levels.front().after},
                  {"parameter", parameter_of(family)},
                  {"levels", Json::array()},
                  {"anchor_classes", shared_n(family)}};
    for (const Series& level : family.levels) entry["levels"].push_back((*level.setting)["name"]);
    entry["draws"] = entry["left_out"] = 0;
    add_variance(family, columns, entry);
    int blocks = 0;
    for (const std::size_t i : family.trends) {
      blocks = std::max(blocks, report["trends"][i]["draws"].get<int>());
    }
    const auto points = static_cast<int>(family.levels.front().trials.size());
    entry["power"] = powers.of(blocks, points, tests[setting["run"]]);
    entry["trends"] = family.trends;
    entry["verdict"] = verdict_of(report, entry);
    entry["sentence"] = predictability_sentence(report, entry);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace remedy
