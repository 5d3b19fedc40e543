#include "core/study/reader/sections/derived_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/text.h"

namespace remedy {
namespace {

constexpr char kForms[] =
    "\"suite.top1 - suite.top1\", a difference of groups such as \"suite.grouping.group - "
    "suite.grouping.mean_over_groups\", or {shape_bias: suite, by: grouping}";

class DerivedReader {
 public:
  DerivedReader(Section& section, const Study& study) : section_(section), study_(study) {}

  Derived read(const std::string& name) {
    Derived derived;
    derived.name = name;
    if (!valid_name(name)) {
      section_.problem(name, "the name of a derived figure has letters, digits, '-', '_' and '.'");
    }
    if (section_.take(name).IsMap()) {
      Section map = section_.child(name);
      derived.shape_suite = map.text("shape_bias", /*required=*/true).value_or("");
      derived.by = map.text("by", /*required=*/true).value_or("");
      derived.text = "shape bias of " + derived.shape_suite + " by " + derived.by;
      map.finish();
      check(name, {derived.shape_suite, derived.by, ""});
      return derived;
    }
    derived.text = section_.text(name).value_or("");
    const std::size_t minus = derived.text.find(" - ");
    const auto first = term(std::string(trimmed(derived.text.substr(0, minus))));
    const auto second = minus == std::string::npos
                            ? std::nullopt
                            : term(std::string(trimmed(derived.text.substr(minus + 3))));
    if (!first || !second) {
      section_.problem(name, fmt::format("found \"{}\", expected {}", derived.text, kForms));
      return derived;
    }
    derived.first = *first;
    derived.second = *second;
    check(name, *first);
    check(name, *second);
    if (first->suite == second->suite && first->grouping.empty() != second->grouping.empty()) {
      section_.problem(name, fmt::format("top1 and a group of the same suite share images; take "
                                         "{}.GROUPING.{} for top1",
                                         first->suite, kMeanOverImages));
    }
    return derived;
  }

 private:
  // "suite.top1" or "suite.grouping.group", of which the group may have dots.
  static std::optional<DerivedTerm> term(const std::string& text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos || dot == 0) return std::nullopt;
    const std::string suite = text.substr(0, dot), rest = text.substr(dot + 1);
    if (rest == "top1") return DerivedTerm{suite, "", ""};
    const std::size_t next = rest.find('.');
    if (next == std::string::npos || next == 0 || next + 1 == rest.size()) return std::nullopt;
    return DerivedTerm{suite, rest.substr(0, next), rest.substr(next + 1)};
  }

  void check(const std::string& name, const DerivedTerm& term) {
    const Suite* suite = study_.find_suite(term.suite);
    if (suite == nullptr) {
      std::vector<std::string> names;
      for (const Suite& known : study_.suites) names.push_back(known.name);
      section_.problem(name, fmt::format("there is no suite \"{}\"{}; there are: {}", term.suite,
                                         did_you_mean(term.suite, names), join(names, ", ")));
      return;
    }
    if (term.grouping.empty()) return;
    std::vector<std::string> names;
    for (const Grouping& grouping : suite->images.groupings) names.push_back(grouping.name);
    if (std::find(names.begin(), names.end(), term.grouping) != names.end()) return;
    section_.problem(name,
                     fmt::format("the suite {} has no grouping \"{}\"{}; it has: {}", term.suite,
                                 term.grouping, did_you_mean(term.grouping, names),
                                 names.empty() ? "none" : join(names, ", ")));
  }

  Section& section_;
  const Study& study_;
};

}  // namespace

std::vector<Derived> read_derived(const YAML::Node& node, const Study& study, Problems& problems) {
  std::vector<Derived> all;
  Section section(node, "derived", problems);
  for (const std::string& name : section.keys()) {
    all.push_back(DerivedReader(section, study).read(name));
  }
  section.finish();
  return all;
}

void emit_derived(YAML::Emitter& out, const std::vector<Derived>& derived) {
  if (derived.empty()) return;
  out << YAML::Key << "derived" << YAML::Value << YAML::BeginMap;
  for (const Derived& one : derived) {
    out << YAML::Key << one.name << YAML::Value;
    if (one.shape_suite.empty()) {
      out << one.text;
    } else {
      out << YAML::Flow << YAML::BeginMap << YAML::Key << "shape_bias" << YAML::Value
          << one.shape_suite << YAML::Key << "by" << YAML::Value << one.by << YAML::EndMap;
    }
  }
  out << YAML::EndMap;
}

}  // namespace remedy
