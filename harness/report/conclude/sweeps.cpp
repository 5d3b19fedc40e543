#include "report/conclude/sweeps.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "core/catalogue.h"
#include "report/settings/parent.h"

namespace remedy {
namespace {

constexpr char kN[] = "anchor_classes";
constexpr char kRate[] = "learning_rate";

using Settings = std::vector<Setting>;
using Indices = std::vector<std::size_t>;  // of settings

ParameterValue n_of(const Setting& setting) {
  return setting.anchor_classes ? ParameterValue(*setting.anchor_classes) : ParameterValue();
}

ParameterValue value_on(const Setting& setting, const std::string& axis) {
  return axis == kN ? n_of(setting) : setting.parameters.at(axis);
}

std::optional<double> number(const ParameterValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*integer);
  }
  const auto* real = std::get_if<double>(&value);
  return real == nullptr ? std::nullopt : std::optional<double>(*real);
}

// Numbers by size, all else by its text.
bool ascending(const ParameterValue& a, const ParameterValue& b) {
  const auto first = number(a), second = number(b);
  if (first && second) return *first < *second;
  return to_json(a).dump() < to_json(b).dump();
}

// Groups by a key of each, in the order in which they first stand there.
template <typename Key>
std::vector<Indices> grouped(const Indices& all, const Key& key) {
  std::map<decltype(key(0)), std::size_t> index;
  std::vector<Indices> groups;
  for (const std::size_t i : all) {
    const auto [entry, is_new] = index.insert({key(i), groups.size()});
    if (is_new) groups.emplace_back();
    groups[entry->second].push_back(i);
  }
  return groups;
}

// What has more than one value among these settings, in the order in which they become axes.
std::vector<std::string> varied(const Settings& settings, const Indices& group) {
  std::map<std::string, std::set<ParameterValue>> values;
  for (const std::size_t i : group) {
    values[kN].insert(n_of(settings[i]));
    for (const auto& [name, value] : settings[i].parameters) values[name].insert(value);
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

SweepAxis axis_of(const Settings& settings, const Indices& group, const std::string& axis) {
  std::vector<ParameterValue> values;
  for (const std::size_t i : group) {
    ParameterValue value = value_on(settings[i], axis);
    if (std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(std::move(value));
    }
  }
  std::sort(values.begin(), values.end(), ascending);
  return {axis, std::move(values)};
}

Sweep grid_of(const Settings& settings, const Indices& group,
              const std::vector<std::string>& axes) {
  const Setting& first = settings[group.front()];
  Sweep sweep;
  sweep.first = group.front();
  sweep.after = parents_of(settings, first);
  for (std::size_t k = 2; k < axes.size(); ++k) {
    sweep.fixed.emplace_back(axes[k], value_on(first, axes[k]));
  }
  sweep.x = axis_of(settings, group, axes[0]);
  if (axes.size() > 1) sweep.y = axis_of(settings, group, axes[1]);
  std::map<std::pair<ParameterValue, ParameterValue>, std::size_t> places;  // by x and y
  for (const std::size_t i : group) {
    places[{value_on(settings[i], axes[0]),
            sweep.y ? value_on(settings[i], axes[1]) : ParameterValue()}] = i;
  }
  const auto rows = sweep.y ? sweep.y->values : std::vector<ParameterValue>(1);
  for (const ParameterValue& y : rows) {
    sweep.cells.emplace_back();
    for (const ParameterValue& x : sweep.x.values) {
      const auto place = places.find({x, y});
      sweep.cells.back().push_back(
          place == places.end() ? std::nullopt : std::optional<std::size_t>(place->second));
    }
  }
  return sweep;
}

}  // namespace

std::vector<Sweep> sweeps(const std::vector<Setting>& settings) {
  Indices all(settings.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  std::vector<Sweep> result;
  const auto families = grouped(all, [&](std::size_t i) {
    const Setting& s = settings[i];
    return std::make_tuple(s.run, s.label, s.version, stop_key(s.stop), parents_of(settings, s));
  });
  for (const Indices& family : families) {
    const std::vector<std::string> axes = varied(settings, family);
    if (axes.empty()) continue;
    const auto grids = grouped(family, [&](std::size_t i) {
      std::vector<ParameterValue> rest;
      for (std::size_t k = 2; k < axes.size(); ++k) rest.push_back(value_on(settings[i], axes[k]));
      return rest;
    });
    for (const Indices& grid : grids) result.push_back(grid_of(settings, grid, axes));
  }
  return result;
}

}  // namespace remedy
