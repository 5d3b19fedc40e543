#include "core/study/yaml/yaml_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"

namespace remedy {
namespace {

std::string shown(const YAML::Node& node) {
  if (node.IsScalar()) return "\"" + node.Scalar() + "\"";
  if (node.IsMap()) return "a map";
  if (node.IsSequence()) return "a list";
  return "nothing";
}

}  // namespace

int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

Section::Section(const YAML::Node& node, std::string path, Problems& problems)
    : node_(node), path_(std::move(path)), problems_(problems) {
  if (!node_.IsDefined() || node_.IsNull()) {
    node_ = YAML::Node(YAML::NodeType::Map);
  } else if (!node_.IsMap()) {
    problems_.add(line_of(node_), path_, fmt::format("found {}, expected a map", shown(node_)));
    node_ = YAML::Node(YAML::NodeType::Map);
  }
  std::set<std::string> seen;
  for (const auto& item : node_) {
    if (!item.first.IsScalar()) {
      problems_.add(line_of(item.first), path_, "a key has to be a plain word");
    } else if (!seen.insert(item.first.Scalar()).second) {
      problems_.add(line_of(item.first), path_of(item.first.Scalar()),
                    "stands here a second time; remove one of the two");
    }
  }
}

bool Section::has(const std::string& key) const {
  for (const auto& item : node_) {
    if (item.first.IsScalar() && item.first.Scalar() == key) return true;
  }
  return false;
}

YAML::Node Section::take(const std::string& key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  for (const auto& item : node_) {
    if (item.first.IsScalar() && item.first.Scalar() == key) return item.second;
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

std::vector<std::string> Section::keys() const {
  std::vector<std::string> list;
  for (const auto& item : node_) {
    if (item.first.IsScalar()) list.push_back(item.first.Scalar());
  }
  return list;
}

std::optional<std::string> Section::scalar(const YAML::Node& node, const std::string& key,
                                           const char* expected) {
  if (!node.IsScalar()) {
    problem(key, fmt::format("found {}, expected {}", shown(node), expected));
    return std::nullopt;
  }
  std::string missing;
  std::string value = expand_environment(node.Scalar(), missing);
  if (!missing.empty()) {
    problem(key, fmt::format("the environment variable {} is not set; set it, or write "
                             "${{{}:-a default}}",
                             missing, missing));
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Section::text(const std::string& key, bool required) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) {
    if (required) problem("", fmt::format("\"{}\" is missing", key));
    return std::nullopt;
  }
  return scalar(node, key, "a single value");
}

std::optional<std::size_t> Section::choice(const std::string& key,
                                           const std::vector<std::string>& allowed) {
  const auto value = text(key);
  if (!value) return std::nullopt;
  const auto found = std::find(allowed.begin(), allowed.end(), *value);
  if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
  problem(key, fmt::format("found \"{}\"{}; allowed: {}", *value, did_you_mean(*value, allowed),
                           join(allowed, ", ")));
  return std::nullopt;
}

std::optional<std::int64_t> Section::integer(const std::string& key, std::int64_t least) {
  const auto value = text(key);
  if (!value) return std::nullopt;
  const auto number = parse_integer(*value);
  if (number && *number >= least) return number;
  problem(key, fmt::format("found \"{}\", expected a whole number of at least {}", *value, least));
  return std::nullopt;
}

std::optional<double> Section::real(const std::string& key, double low, double high) {
  const auto value = text(key);
  if (!value) return std::nullopt;
  const auto number = parse_real(*value);
  if (number && *number >= low && *number <= high) return number;
  problem(key, fmt::format("found \"{}\", expected a number from {} to {}", *value, low, high));
  return std::nullopt;
}

std::vector<std::string> Section::texts(const std::string& key) {
  const YAML::Node node = take(key);
  std::vector<std::string> values;
  if (!node.IsDefined()) return values;
  if (!node.IsSequence()) {
    if (auto value = scalar(node, key, "a value or a list of values")) values.push_back(*value);
    return values;
  }
  for (const YAML::Node& item : node) {
    if (auto value = scalar(item, key, "a list of single values")) values.push_back(*value);
  }
  if (node.size() == 0) problem(key, "found an empty list, expected one value at least");
  return values;
}

std::vector<std::int64_t> Section::integers(const std::string& key, std::int64_t least) {
  std::vector<std::int64_t> values;
  for (const std::string& text : texts(key)) {
    const auto number = parse_integer(text);
    if (!number || *number < least) {
      problem(key, fmt::format("found \"{}\", expected whole numbers of at least {}", text, least));
    } else if (std::find(values.begin(), values.end(), *number) != values.end()) {
      problem(key, fmt::format("{} stands here twice", *number));
    } else {
      values.push_back(*number);
    }
  }
  return values;
}

std::vector<double> Section::reals(const std::string& key, std::size_t count) {
  std::vector<double> values;
  const std::vector<std::string> given = texts(key);
  for (const std::string& text : given) {
    const auto number = parse_real(text);
    if (number) values.push_back(*number);
  }
  if (!given.empty() && (values.size() != given.size() || values.size() != count)) {
    problem(key, fmt::format("found [{}], expected {} numbers", join(given, ", "), count));
    values.clear();
  }
  return values;
}

void Section::problem(const std::string& key, const std::string& message) {
  problems_.add(line(key), key.empty() ? path_ : path_of(key), message);
}

std::string Section::path_of(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

int Section::line(const std::string& key) const {
  for (const auto& item : node_) {
    if (item.first.IsScalar() && item.first.Scalar() == key) return line_of(item.first);
  }
  return std::max(line_of(node_), 0);
}

void Section::finish() {
  for (const std::string& key : keys()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    problem(key, fmt::format("unknown key{}; allowed here: {}", did_you_mean(key, known_),
                             join(known_, ", ")));
  }
}

}  // namespace remedy
