#include "report/conclude/trends/predictability.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "report/conclude/significance.h"
#include "report/conclude/trends/series.h"
#include "report/conclude/trends/trends.h"
#include "report/content/fields.h"
#include "report/settings/role_means.h"
#include "statistics/slope.h"
#include "statistics/variance_components.h"

namespace remedy {
namespace {

constexpr double kPower = 0.8;
constexpr double kStatedChange = 2;  // standard deviations, from the smallest N to the largest

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

Json power_of(int draws, const std::vector<double>& doublings, std::size_t tests) {
  if (draws < 1) return nullptr;
  statistics::SlopeDesign design{draws, doublings,
                                 kLevel / static_cast<double>(std::max<std::size_t>(tests, 1))};
  if (draws < static_cast<int>(kDrawsForATrend)) design.draws = 0;  // none is called a trend
  const double change = statistics::slope_detectable_change(design, kPower);
  return {{"alpha", design.alpha},
          {"blocks", draws},
          {"points", doublings.size()},
          {"detectable", or_null(change)},
          {"at_two", statistics::slope_power(design, kStatedChange)}};
}

// Two draws of N from a pool of C classes share N / C of their classes on average. The network has
// at least as many classes as the pool.
Json overlap_of(const Json& report, const std::string& run, const Family& family) {
  for (const Json& one : report["runs"]) {
    const auto classes = number_at(one, "classes");
    if (one["name"] != run || !classes || *classes < 1) continue;
    const auto most = static_cast<double>(family.levels.front().trials.rbegin()->first);
    return {{"anchor_classes", family.levels.front().trials.rbegin()->first},
            {"of_classes", static_cast<std::int64_t>(*classes)},
            {"share", std::min(1.0, most / *classes)}};
  }
  return nullptr;
}

// The counterexamples' share of the training images falls as N grows, and with it their weight in
// the loss, unless the study fixes that at every level.
Json moves_with_n(const Family& family) {
  Json moving = Json::array();
  for (std::size_t i = 0; i < family.levels.size(); ++i) {
    const Json& parameters = (*family.levels[i].setting)["parameters"];
    const Json* weight = find_member(parameters, "counterexample_weight");
    if (weight != nullptr && weight->is_null()) moving.push_back(i);
  }
  if (moving.empty()) return nullptr;
  const auto& trials = family.levels[moving.front().get<std::size_t>()].trials;
  const auto images = [](const auto& point) {
    return number_at(*point.second.begin()->second.front(), "training_images").value_or(0);
  };
  const double counterexamples =
      images(*trials.begin()) - static_cast<double>(trials.begin()->first);
  if (counterexamples <= 0) return nullptr;
  const auto weight_at = [&](std::int64_t n) {
    return counterexamples / (counterexamples + static_cast<double>(n));
  };
  return {{"factor", "counterexample_weight"},
          {"counterexamples", static_cast<std::int64_t>(counterexamples)},
          {"smallest_n", trials.begin()->first},
          {"largest_n", trials.rbegin()->first},
          {"at_smallest_n", weight_at(trials.begin()->first)},
          {"at_largest_n", weight_at(trials.rbegin()->first)},
          {"levels", std::move(moving)}};
}

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
    std::vector<std::int64_t> points;
    for (const auto& [n, trials_at_n] : family.levels.front().trials) points.push_back(n);
    entry["power"] = power_of(blocks, log2_of(points), tests[setting["run"]]);
    entry["overlap"] = overlap_of(report, setting["run"], family);
    entry["moves_with_n"] = moves_with_n(family);
    entry["trends"] = family.trends;
    entry["verdict"] = verdict_of(report, entry);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace remedy
