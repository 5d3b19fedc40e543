#include "core/study/reader/sections/groups_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/text.h"

namespace remedy {
namespace {

// "column", [columns] or {any: [columns]}.
Grouping read_grouping(Section& groups, const std::string& name, GroupColumns has) {
  Grouping grouping;
  grouping.name = name;
  if (!valid_name(name)) {
    groups.problem(name, "the name of a grouping has letters, digits, '-', '_' and '.'");
  }
  if (const YAML::Node node = groups.take(name); node.IsMap()) {
    Section any = groups.child(name);
    grouping.overlapping = true;
    grouping.columns = any.texts("any");
    any.finish();
  } else {
    grouping.columns = groups.texts(name);
  }
  if (grouping.columns.empty()) {
    groups.problem(name,
                   "expected the columns whose values make the groups, such as [label, place], "
                   "or {any: [columns that are groups of their own]}");
  }
  for (const std::string& column : grouping.columns) {
    const bool background = has == GroupColumns::kBackground;
    if (has == GroupColumns::kTable) continue;
    if (!grouping.overlapping && column == kLabelColumn) continue;
    if (!grouping.overlapping && background && column == kBackgroundColumn) continue;
    groups.problem(name, fmt::format("found the column \"{}\", but only a manifest has columns; "
                                     "{} have groups by \"{}\"{}",
                                     column, background ? "generated animals" : "other sets",
                                     kLabelColumn, background ? " and \"background\"" : ""));
  }
  return grouping;
}

void read_weights(Section& weights, Grouping& grouping, GroupColumns has) {
  const YAML::Node node = weights.take(grouping.name);
  if (!node.IsDefined()) return;
  if (!node.IsMap()) {
    grouping.weights_split = weights.text(grouping.name).value_or("");
    const bool of_training = grouping.weights_split == kGeneratedSplits[0];
    if (has == GroupColumns::kLabel || (has == GroupColumns::kBackground && !of_training)) {
      weights.problem(grouping.name,
                      fmt::format("found the split \"{}\", but {}; give a number for each group",
                                  grouping.weights_split,
                                  has == GroupColumns::kLabel
                                      ? "only a manifest has splits"
                                      : "generated animals are weighted as in \"train\""));
    }
    return;
  }
  Section numbers = weights.child(grouping.name);
  double sum = 0;
  for (const std::string& group : numbers.keys()) {
    const double weight = numbers.real(group, 0, 1e12).value_or(0);
    grouping.weights.emplace_back(group, weight);
    sum += weight;
  }
  if (sum <= 0) weights.problem(grouping.name, "the weights of the groups add up to 0");
  numbers.finish();
}

}  // namespace

std::vector<Grouping> read_groupings(Section& images, GroupColumns has) {
  std::vector<Grouping> groupings;
  std::vector<std::string> names;
  Section groups = images.child("groups");
  Section weights = images.child("weights");
  for (const std::string& name : groups.keys()) {
    groupings.push_back(read_grouping(groups, name, has));
    read_weights(weights, groupings.back(), has);
    names.push_back(name);
  }
  for (const std::string& name : weights.keys()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    (void)weights.take(name);
    weights.problem(
        name, fmt::format("there is no such grouping under \"groups\"{}; there are: {}",
                          did_you_mean(name, names), names.empty() ? "none" : join(names, ", ")));
  }
  groups.finish();
  weights.finish();
  return groupings;
}

void emit_groupings(YAML::Emitter& out, const std::vector<Grouping>& groupings) {
  if (groupings.empty()) return;
  out << YAML::Key << "groups" << YAML::Value << YAML::BeginMap;
  for (const Grouping& grouping : groupings) {
    out << YAML::Key << grouping.name << YAML::Value << YAML::Flow;
    if (grouping.overlapping) {
      out << YAML::BeginMap << YAML::Key << "any" << YAML::Value << YAML::Flow << grouping.columns
          << YAML::EndMap;
    } else {
      out << grouping.columns;
    }
  }
  out << YAML::EndMap;
  const bool weighted = std::any_of(groupings.begin(), groupings.end(), [](const Grouping& one) {
    return !one.weights_split.empty() || !one.weights.empty();
  });
  if (!weighted) return;
  out << YAML::Key << "weights" << YAML::Value << YAML::BeginMap;
  for (const Grouping& grouping : groupings) {
    if (!grouping.weights_split.empty()) {
      out << YAML::Key << grouping.name << YAML::Value << grouping.weights_split;
    } else if (!grouping.weights.empty()) {
      out << YAML::Key << grouping.name << YAML::Value << YAML::Flow << YAML::BeginMap;
      for (const auto& [group, weight] : grouping.weights) {
        out << YAML::Key << group << YAML::Value << weight;
      }
      out << YAML::EndMap;
    }
  }
  out << YAML::EndMap;
}

}  // namespace remedy
