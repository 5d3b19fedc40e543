#include "report/settings/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/catalogue.h"
#include "core/text.h"
#include "report/content/fields.h"
#include "report/content/metrics.h"
#include "report/settings/lost_classes.h"
#include "report/settings/repeated_draws.h"
#include "report/settings/spread_interval.h"
#include "statistics/describe.h"

namespace remedy {
namespace {

using Group = std::vector<TrialRow*>;

// Trials with equal keys form a setting. `parent` is the setting that the trial starts from.
std::string key_of(const TrialRow& row, const Json& parent) {
  const Json planned = to_json(*row.trial);
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", row.run, row.trial->label, row.trial->version,
                     canonical(planned["parameters"]), planned["design"]["anchor_classes"].dump(),
                     canonical(planned["stop"]), parent.dump());
}

std::int64_t replicate_of(const TrialRow& row) {
  if (const auto first = count_at(row.json, "repeats_draw")) return *first;
  return row.trial->draw.value_or(row.trial->seed.value_or(0));
}

Json counts_of(const Group& group) {
  int with_result = 0, reached = 0, not_reached = 0, missing = 0;
  for (const TrialRow* row : group) {
    const auto told = flag_at(row->json, "stop.reached");
    with_result += row->has_result();
    reached += told == true;
    not_reached += told == false;
    missing += row->record == nullptr;
  }
  const auto planned = static_cast<int>(group.size());
  return {{"planned", planned},
          {"with_result", with_result},
          {"reached", reached},
          {"not_reached", not_reached},
          {"failed", planned - with_result - missing},
          {"missing", missing}};
}

// Of a number in each trial's row, at `path`.
Json spread_of(const Group& group, const std::string& path) {
  std::vector<Sample> samples;
  for (const TrialRow* row : group) {
    if (const auto value = number_at(row->json, path)) {
      samples.push_back({replicate_of(*row), *value});
    }
  }
  Json stat = spread(samples);
  add_interval_over_draws(stat);
  return stat;
}

Json suite_spreads(const Group& group, const std::string& suite, std::int64_t images) {
  Json result = Json::object();
  std::optional<double> before;  // of the baseline, which is the same for all
  for (const Metric& metric : suite_metrics_table()) {
    std::vector<Sample> samples;
    for (const TrialRow* row : group) {
      const Json* entry = find_member(row->json["suites"], suite);
      if (entry == nullptr) continue;
      if (!before) before = number_at(*entry, "baseline.top1");
      const auto value = number_at(*entry, metric.key);
      if (!value) continue;
      samples.push_back({replicate_of(*row), *value});
    }
    Json& stat = result[metric.key] = spread(samples);
    if (stat.is_null()) continue;
    if (metric.unit == Unit::kP) {  // an average of p-values means nothing
      stat.erase("mean");
      stat.erase("sd");
    }
  }
  add_intervals(result, images, before);
  return result;
}

Json summary_of(const Group& group, const Json& parent, const Json& suites,
                LostClasses& lost_classes) {
  const TrialRow& first = *group.front();
  Json setting = {{"run", first.json["run"]}};
  for (const char* key : {"label", "remediation", "version"}) setting[key] = first.json[key];
  setting["name"] = "";  // filled in when all are known
  setting["parameters"] = first.json["parameters"];
  setting["varied"] = Json::array();
  setting["anchor_classes"] = first.json["design"]["anchor_classes"];
  setting["training_images"] = first.json["training_images"];
  setting["after"] = parent;
  setting["stop"] = nullptr;
  if (const Json& stop = first.json["stop"]; !stop.is_null()) {
    for (const char* key : {"on", "above", "limit", "stops"}) setting["stop"][key] = stop[key];
  }
  setting["stopped_on_reported_suite"] = first.json["stopped_on_reported_suite"];
  setting["over"] = first.trial->draw ? "draws" : first.trial->seed ? "seeds" : "trial";
  std::set<std::int64_t> draws, seeds;
  for (const TrialRow* row : group) {
    if (row->trial->draw) draws.insert(replicate_of(*row));
    if (row->trial->seed) seeds.insert(*row->trial->seed);
  }
  setting["draws"] = draws.size();
  setting["seeds"] = seeds.size();
  setting["trials"] = counts_of(group);
  setting["accuracy_on_stop_set"] = spread_of(group, "stop.accuracy");
  setting["steps"] = spread_of(group, "stop.steps");
  setting["probes"] = spread_of(group, "stop.probes");
  setting["suites"] = Json::object();
  setting["lost"] = Json::object();
  for (const Json& suite : suites) {
    const std::string name = suite["name"];
    setting["suites"][name] = suite_spreads(group, name, count_at(suite, "images").value_or(0));
    setting["lost"][name] =
        lost_classes.of({group.begin(), group.end()}, name,
                        static_cast<std::size_t>(count_at(suite, "images").value_or(0)));
  }
  return setting;
}

std::string value_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "none" : value.dump();
}

// Names each setting by what tells it from the others of its label: the parameters that differ,
// the stop rule if there are several, and what it starts from. N has its own place.
void name_settings(Json& settings) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> values;  // label, parameter
  std::map<std::string, std::set<std::string>> stops;
  for (const Json& setting : settings) {
    const std::string label = setting["label"];
    for (const auto& [name, value] : setting["parameters"].items()) {
      values[label][name].insert(value.dump());
    }
    stops[label].insert(canonical(setting["stop"]));
  }
  for (Json& setting : settings) {
    const std::string label = setting["label"];
    std::vector<std::string> parts;
    for (const auto& [name, value] : setting["parameters"].items()) {
      if (values[label][name].size() < 2) continue;
      setting["varied"].push_back(name);
      parts.push_back(name + " " + value_text(value));
    }
    if (const Json& stop = setting["stop"]; stops[label].size() > 1 && !stop.is_null()) {
      parts.push_back(fmt::format("stop on {} above {} within {} steps",
                                  stop["on"].get<std::string>(), stop["above"].dump(),
                                  stop["limit"].dump()));
    }
    if (const Json& after = setting["after"]; !after.is_null()) {
      const Json& parent = settings[after.get<std::size_t>()];
      const std::string name = parent["name"];
      parts.push_back("after " + parent["label"].get<std::string>() +
                      (name.empty() ? "" : " (" + name + ")"));
    }
    setting["name"] = join(parts, ", ");
  }
}

}  // namespace

Json spread(const std::vector<Sample>& samples) {
  if (samples.empty()) return nullptr;
  std::map<std::int64_t, std::pair<double, int>> units;  // sum and number of values
  for (const Sample& sample : samples) {
    units[sample.unit].first += sample.value;
    ++units[sample.unit].second;
  }
  std::vector<double> means;
  for (const auto& [unit, sum] : units) means.push_back(sum.first / sum.second);
  const auto [low, high] = std::minmax_element(means.begin(), means.end());
  // Rounding must not push the mean of equal values out of their range.
  const double mean = std::min(std::max(statistics::mean(means), *low), *high);
  Json result = {{"trials", samples.size()},
                 {"units", means.size()},
                 {"mean", mean},
                 {"min", *low},
                 {"max", *high}};
  if (means.size() > 1) result["sd"] = statistics::standard_deviation(means);
  return result;
}

Json gather_settings(std::vector<TrialRow>& rows, const Json& suites) {
  std::map<std::string, std::size_t> index;
  std::map<std::pair<std::size_t, std::string>, std::size_t> of_trial;  // by run and id
  std::vector<Group> groups;
  std::vector<Json> parents;
  for (TrialRow& row : rows) {
    // A parent stands before its children in a plan.
    const auto parent = of_trial.find({row.run, row.trial->after});
    const Json after = parent == of_trial.end() ? Json(nullptr) : Json(parent->second);
    const auto [entry, is_new] = index.insert({key_of(row, after), groups.size()});
    if (is_new) {
      groups.emplace_back();
      parents.push_back(after);
    }
    row.json["setting"] = entry->second;
    groups[entry->second].push_back(&row);
    of_trial.insert({{row.run, row.trial->id}, entry->second});
  }
  Json settings = Json::array();
  LostClasses lost_classes;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    mark_repeated_draws(groups[i]);
    settings.push_back(summary_of(groups[i], parents[i], suites, lost_classes));
  }
  name_settings(settings);
  return settings;
}

}  // namespace remedy
