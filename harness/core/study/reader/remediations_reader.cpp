#include "core/study/reader/remediations_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/catalogue.h"
#include "core/text.h"

namespace remedy {
namespace {

// Nothing where it is no list of numbers.
std::optional<std::vector<double>> read_numbers(const YAML::Node& list) {
  std::vector<double> numbers;
  for (const YAML::Node& item : list) {
    const auto number = item.IsScalar() ? parse_real(item.Scalar()) : std::nullopt;
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<ParameterValue> read_parameter(const YAML::Node& node, Section& section,
                                             const std::string& key) {
  if (node.IsNull()) return std::monostate{};
  if (node.IsSequence()) {
    if (auto numbers = read_numbers(node)) return *std::move(numbers);
  }
  if (!node.IsScalar()) {
    section.problem(key, "expected a value or a list of values");
    return std::nullopt;
  }
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;  // quoted
  if (text == "true" || text == "false") return text == "true";
  if (const auto number = parse_integer(text)) return *number;
  if (const auto number = parse_real(text)) return *number;
  return text;
}

std::vector<ParameterValue> read_values(const YAML::Node& given, Section& section,
                                        const std::string& key) {
  std::vector<ParameterValue> values;
  const auto add = [&](const YAML::Node& item) {
    if (auto read = read_parameter(item, section, key)) values.push_back(*std::move(read));
  };
  if (!given.IsSequence()) {
    add(given);
    return values;
  }
  for (const YAML::Node& item : given) add(item);
  if (given.size() == 0) section.problem(key, "found an empty list, expected a value");
  return values;
}

}  // namespace

std::vector<RemediationEntry> read_remediations(const YAML::Node& node, Problems& problems) {
  std::vector<RemediationEntry> entries;
  if (!node.IsDefined()) return entries;
  Section section(node, "remediations", problems);
  for (const std::string& label : section.keys()) {
    RemediationEntry entry;
    entry.label = label;
    entry.line = section.line(label);
    if (!valid_name(label)) {
      section.problem(label, "a label has letters, digits, '-', '_' and '.'");
    }
    Section one(section.take(label), "remediations." + label, problems);
    entry.use = one.text("use").value_or(label);
    entry.after = one.texts("after");
    for (const std::string& key : one.keys()) {
      entry.lines[key] = one.line(key);
      if (key == "use" || key == "after") continue;
      entry.grid.emplace_back(key, read_values(one.take(key), one, key));
    }
    entries.push_back(entry);
  }
  if (entries.empty()) section.problem("", "no remediation is named; there has to be one");
  section.finish();
  return entries;
}

}  // namespace remedy
