#include "report/conclude/sweeps.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "report/content/fields.h"
#include "report/settings/parent.h"

namespace remedy {
namespace {

constexpr char kN[] = "anchor_classes";
constexpr char kRate[] = "learning_rate";

Json value_on(const Json& setting, const std::string& axis) {
  return axis == kN ? setting[kN] : setting["parameters"][axis];
}

// Numbers by size, all else by its text.
bool ascending(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return a.get<double>() < b.get<double>();
  return a.dump() < b.dump();
}

using Indices = std::vector<std::size_t>;  // indices of settings

// Groups by a key of each, in the order in which they first stand there.
template <typename Key>
std::vector<Indices> grouped(const Indices& all, const Key& key) {
  std::map<std::string, std::size_t> index;
  std::vector<Indices> groups;
  for (const std::size_t i : all) {
    const auto [entry, is_new] = index.insert({canonical(key(i)), groups.size()});
    if (is_new) groups.emplace_back();
    groups[entry->second].push_back(i);
  }
  return groups;
}

// What has more than one value among these settings, in the order in which they become axes.
std::vector<std::string> varied(const Json& settings, const Indices& group) {
  std::map<std::string, std::set<std::string>> values;
  for (const std::size_t i : group) {
    values[kN].insert(settings[i][kN].dump());
    for (const auto& [name, value] : settings[i]["parameters"].items()) {
      values[name].insert(value.dump());
    }
  }
  std::vector<std::string> names;
  for (const char* first : {kN, kRate}) {
    if (values[first].size() > 1) names.push_back(first);
  }
  for (const auto& [name, found] : values) {
    if (name != kN && name != kRate && found.size() > 1) names.push_back(name);
  }
  return names;
}

Json axis_of(const Json& settings, const Indices& group, const std::string& axis) {
  std::vector<Json> values;
  for (const std::size_t i : group) {
    const Json value = value_on(settings[i], axis);
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  std::sort(values.begin(), values.end(), ascending);
  return {{"axis", axis}, {"values", values}};
}

Json grid_of(const Json& settings, const Indices& group, const std::vector<std::string>& axes) {
  const Json& first = settings[group.front()];
  Json fixed = Json::object();
  for (std::size_t k = 2; k < axes.size(); ++k) fixed[axes[k]] = value_on(first, axes[k]);
  const Json x = axis_of(settings, group, axes[0]);
  const Json y = axes.size() > 1 ? axis_of(settings, group, axes[1]) : Json(nullptr);
  std::map<std::string, std::size_t> places;
  for (const std::size_t i : group) {
    places[value_on(settings[i], axes[0]).dump() + "\n" +
           (y.is_null() ? "" : value_on(settings[i], axes[1]).dump())] = i;
  }
  Json cells = Json::array();
  for (std::size_t row = 0; row < (y.is_null() ? 1 : y["values"].size()); ++row) {
    Json line = Json::array();
    for (const Json& value : x["values"]) {
      const auto place =
          places.find(value.dump() + "\n" + (y.is_null() ? "" : y["values"][row].dump()));
      line.push_back(place == places.end() ? Json(nullptr) : Json(place->second));
    }
    cells.push_back(std::move(line));
  }
  const std::string stop_on = text_at(first, "stop.on");
  return {{"run", first["run"]},
          {"label", first["label"]},
          {"stop_on", stop_on.empty() ? Json(nullptr) : Json(stop_on)},
          {"fixed", fixed},
          {"after", parent_of(settings, first)},
          {"x", x},
          {"y", y},
          {"cells", cells}};
}

}  // namespace

Json sweeps(const Json& settings) {
  Indices all(settings.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  Json result = Json::array();
  const auto families = grouped(all, [&](std::size_t i) {
    const Json& s = settings[i];
    return Json{s["run"], s["label"], s["version"], s["stop"], parent_of(settings, s)};
  });
  for (const Indices& family : families) {
    const std::vector<std::string> axes = varied(settings, family);
    if (axes.empty()) continue;
    const auto grids = grouped(family, [&](std::size_t i) {
      Json rest = Json::array();
      for (std::size_t k = 2; k < axes.size(); ++k) rest.push_back(value_on(settings[i], axes[k]));
      return rest;
    });
    for (const Indices& grid : grids) result.push_back(grid_of(settings, grid, axes));
  }
  return result;
}

}  // namespace remedy
