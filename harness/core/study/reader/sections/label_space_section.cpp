#include "core/study/reader/sections/label_space_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace remedy {
namespace {

const std::vector<std::string>& rules() {
  static const std::vector<std::string> words = {"identity", "restrict", "map", "aggregate",
                                                 "any_of"};
  return words;
}

LabelRule read_rule(Section& space) {
  const auto rule = space.choice("rule", rules());
  if (!rule && !space.has("rule")) {
    space.problem("", fmt::format("\"rule\" is missing; allowed: {}", join(rules(), ", ")));
  }
  const bool aggregate = rule == 3u;
  const auto by = space.choice("by", {"mean", "max"});
  if (aggregate && !space.has("by")) {
    space.problem("",
                  "\"by\" is missing: aggregate takes the mean of the members' probabilities "
                  "(by: mean) or the largest of their logits (by: max)");
  }
  if (!aggregate && space.has("by")) space.problem("by", "goes with the rule aggregate");
  switch (rule.value_or(0)) {
    case 1:
      return LabelRule::kRestrict;
    case 2:
      return LabelRule::kMap;
    case 3:
      return by == 1u ? LabelRule::kAggregateMax : LabelRule::kAggregateMean;
    case 4:
      return LabelRule::kAnyOf;
    default:
      return LabelRule::kIdentity;
  }
}

// `classes`: {name: [members]}, or names whose members a file gives.
void read_classes(Section& section, LabelSpace& space) {
  if (space.rule == LabelRule::kRestrict) {
    const std::vector<std::string> kept = section.texts("classes");
    if (!kept.empty()) space.classes.push_back({"", kept});
    return;
  }
  const YAML::Node node = section.take("classes");
  if (node.IsDefined() && node.IsMap()) {
    Section classes = section.child("classes");
    for (const std::string& name : classes.keys()) {
      space.classes.push_back({name, classes.texts(name)});
    }
    classes.finish();
    if (section.has("file"))
      section.problem("file", "stands beside the members under \"classes\"; remove one of the two");
    return;
  }
  for (const std::string& name : section.texts("classes")) space.classes.push_back({name, {}});
  if (!section.has("file")) {
    section.problem("",
                    "give the members of each class, as \"classes: {name: [404, 294-297]}\" or by "
                    "\"file\", a JSON object");
  }
}

LabelSpace read_label_space(Section section, const std::string& name, const StudyPaths& paths) {
  LabelSpace space;
  space.name = name;
  space.rule = read_rule(section);
  if (space.has_own_labels()) {
    if (section.has("file")) space.file = paths.existing_file(section, "file");
    read_classes(section, space);
  } else if (space.rule == LabelRule::kRestrict) {
    read_classes(section, space);
  }
  section.finish();
  return space;
}

}  // namespace

std::vector<LabelSpace> read_label_spaces(const YAML::Node& node, const StudyPaths& paths,
                                          Problems& problems) {
  std::vector<LabelSpace> spaces;
  Section section(node, "label_spaces", problems);
  for (const std::string& name : section.keys()) {
    if (!valid_name(name)) {
      section.problem(name, "the name of a label space has letters, digits, '-', '_' and '.'");
    }
    spaces.push_back(read_label_space(section.child(name), name, paths));
  }
  section.finish();
  return spaces;
}

void emit_label_spaces(YAML::Emitter& out, const std::vector<LabelSpace>& spaces) {
  if (spaces.empty()) return;
  out << YAML::Key << "label_spaces" << YAML::Value << YAML::BeginMap;
  for (const LabelSpace& space : spaces) {
    out << YAML::Key << space.name << YAML::Value << YAML::BeginMap;
    const std::string rule = to_string(space.rule);
    const std::size_t blank = rule.find(' ');
    out << YAML::Key << "rule" << YAML::Value << rule.substr(0, blank);
    if (blank != std::string::npos)
      out << YAML::Key << "by" << YAML::Value << rule.substr(blank + 1);
    if (!space.file.empty()) out << YAML::Key << "file" << YAML::Value << space.file.string();
    const bool members = space.file.empty() && space.has_own_labels();
    if (!space.classes.empty()) out << YAML::Key << "classes" << YAML::Value;
    if (space.rule == LabelRule::kRestrict) {
      if (!space.classes.empty()) out << YAML::Flow << space.classes.front().members;
    } else if (members) {
      out << YAML::BeginMap;
      for (const SpaceClass& one : space.classes) {
        out << YAML::Key << one.name << YAML::Value << YAML::Flow << one.members;
      }
      out << YAML::EndMap;
    } else if (!space.classes.empty()) {
      out << YAML::Flow << YAML::BeginSeq;
      for (const SpaceClass& one : space.classes) out << one.name;
      out << YAML::EndSeq;
    }
    out << YAML::EndMap;
  }
  out << YAML::EndMap;
}

}  // namespace remedy
