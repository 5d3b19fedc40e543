#include "core/catalogue.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

std::string range_text(const Range& range, ParameterKind kind) {
  const std::string noun = kind == ParameterKind::kInteger ? "a whole number" : "a number";
  std::vector<std::string> bounds;
  const auto bound = [](double value) { return fmt::format("{}", value); };
  if (std::isfinite(range.low) && std::isfinite(range.high) && !range.low_open &&
      !range.high_open) {
    return noun + " from " + bound(range.low) + " to " + bound(range.high);
  }
  if (std::isfinite(range.low)) {
    bounds.push_back((range.low_open ? "greater than " : "of at least ") + bound(range.low));
  }
  if (std::isfinite(range.high)) {
    bounds.push_back((range.high_open ? "less than " : "of at most ") + bound(range.high));
  }
  return bounds.empty() ? noun : noun + " " + join(bounds, " and ");
}

bool inside(const Range& range, double value) {
  if (!std::isfinite(value)) return false;
  return (range.low_open ? value > range.low : value >= range.low) &&
         (range.high_open ? value < range.high : value <= range.high);
}

}  // namespace

const char* to_string(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::kReal:
      return "real";
    case ParameterKind::kInteger:
      return "integer";
    case ParameterKind::kFlag:
      return "flag";
    case ParameterKind::kChoice:
      return "choice";
    case ParameterKind::kText:
      return "text";
    case ParameterKind::kNumbers:
      return "numbers";
  }
  return "unknown";
}

std::string ParameterInfo::allowed() const {
  std::string text;
  switch (kind) {
    case ParameterKind::kFlag:
      text = "true or false";
      break;
    case ParameterKind::kChoice:
      text = "one of " + join(choices, ", ");
      break;
    case ParameterKind::kText:
      text = "text (in quotes where it reads as a number, true or false)";
      break;
    case ParameterKind::kNumbers:
      text = "a list, each of it " + range_text(range, ParameterKind::kReal);
      break;
    default:
      text = range_text(range, kind);
  }
  return optional ? text + ", or null" : text;
}

std::optional<ParameterValue> ParameterInfo::accept(const ParameterValue& value) const {
  if (std::holds_alternative<std::monostate>(value)) {
    return optional ? std::optional<ParameterValue>(value) : std::nullopt;
  }
  switch (kind) {
    case ParameterKind::kReal: {
      const auto* whole = std::get_if<std::int64_t>(&value);
      const auto* real = std::get_if<double>(&value);
      if (whole == nullptr && real == nullptr) return std::nullopt;
      const double number = real != nullptr ? *real : static_cast<double>(*whole);
      return inside(range, number) ? std::optional<ParameterValue>(number) : std::nullopt;
    }
    case ParameterKind::kInteger: {
      const auto* whole = std::get_if<std::int64_t>(&value);
      if (whole == nullptr || !inside(range, static_cast<double>(*whole))) return std::nullopt;
      return value;
    }
    case ParameterKind::kFlag:
      return std::holds_alternative<bool>(value) ? std::optional<ParameterValue>(value)
                                                 : std::nullopt;
    case ParameterKind::kChoice: {
      const auto* text = std::get_if<std::string>(&value);
      if (text == nullptr) return std::nullopt;
      for (const std::string& choice : choices) {
        if (choice == *text) return value;
      }
      return std::nullopt;
    }
    case ParameterKind::kText:
      return std::holds_alternative<std::string>(value) ? std::optional<ParameterValue>(value)
                                                        : std::nullopt;
    case ParameterKind::kNumbers: {
      const auto* list = std::get_if<std::vector<double>>(&value);
      const bool fits =
          list != nullptr && !list->empty() &&
          std::all_of(list->begin(), list->end(), [&](double one) { return inside(range, one); });
      return fits ? std::optional<ParameterValue>(value) : std::nullopt;
    }
  }
  return std::nullopt;
}

const ParameterInfo* RemediationInfo::find_parameter(const std::string& name) const {
  for (const ParameterInfo& parameter : parameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

Uses RemediationInfo::uses_with(const std::map<std::string, ParameterValue>& values) const {
  Uses all = uses;
  for (const ParameterInfo& parameter : parameters) {
    const auto found = values.find(parameter.name);
    if (found != values.end() && found->second != parameter.default_value) all.add(parameter.uses);
  }
  return all;
}

void Catalogue::add(RemediationInfo info) {
  const auto found = remediations.find(info.id);
  if (found == remediations.end()) {
    remediations.emplace(info.id, std::move(info));
    return;
  }
  rejected.push_back(
      {info.library, fmt::format("its id '{}' is taken by {}; one of the two has to be renamed or "
                                 "removed",
                                 info.id, found->second.library.string())});
}

std::vector<std::string> Catalogue::ids() const {
  std::vector<std::string> list;
  for (const auto& [id, info] : remediations) list.push_back(id);
  return list;
}

Json to_json(const ParameterValue& value) {
  return std::visit(
      [](const auto& held) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
          return nullptr;
        } else {
          return held;
        }
      },
      value);
}

std::string to_text(const ParameterValue& value) {
  const Json json = to_json(value);
  return json.is_string() ? json.get<std::string>() : json.dump();
}

ParameterValue value_from_json(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) return json.get<std::vector<double>>();
  return std::monostate{};
}

Json to_json(const RemediationInfo& info) {
  Json json;
  json["id"] = info.id;
  json["version"] = info.version;
  json["summary"] = info.summary;
  json["uses"] = info.uses.names();
  json["needs"] = info.needs;
  json["parameters"] = Json::array();
  for (const ParameterInfo& parameter : info.parameters) {
    Json row;
    row["name"] = parameter.name;
    row["kind"] = to_string(parameter.kind);
    row["default"] = to_json(parameter.default_value);
    row["optional"] = parameter.optional;
    if (parameter.kind == ParameterKind::kReal || parameter.kind == ParameterKind::kInteger ||
        parameter.kind == ParameterKind::kNumbers) {
      if (std::isfinite(parameter.range.low)) row["low"] = parameter.range.low;
      if (std::isfinite(parameter.range.high)) row["high"] = parameter.range.high;
      row["low_open"] = parameter.range.low_open;
      row["high_open"] = parameter.range.high_open;
    }
    if (parameter.kind == ParameterKind::kChoice) row["choices"] = parameter.choices;
    row["documentation"] = parameter.documentation;
    if (parameter.identity_at) row["identity_at"] = *parameter.identity_at;
    if (const auto uses = parameter.uses.names(); !uses.empty()) row["uses"] = uses;
    json["parameters"].push_back(row);
  }
  json["library"] = info.library.string();
  json["library_hash"] = info.library_hash;
  return json;
}

RemediationInfo remediation_from_json(const Json& json) {
  RemediationInfo info;
  try {
    info.id = json.at("id");
    info.version = json.at("version");
    info.summary = json.at("summary");
    for (const std::string use : json.at("uses")) info.uses.add(use);
    info.needs = json.at("needs").get<std::vector<std::string>>();
    for (const Json& row : json.at("parameters")) {
      ParameterInfo parameter;
      parameter.name = row.at("name");
      const std::string kind = row.at("kind");
      for (const ParameterKind known :
           {ParameterKind::kReal, ParameterKind::kInteger, ParameterKind::kFlag,
            ParameterKind::kChoice, ParameterKind::kText, ParameterKind::kNumbers}) {
        if (kind == to_string(known)) parameter.kind = known;
      }
      parameter.optional = row.at("optional");
      parameter.range.low = row.value("low", parameter.range.low);
      parameter.range.high = row.value("high", parameter.range.high);
      parameter.range.low_open = row.value("low_open", false);
      parameter.range.high_open = row.value("high_open", false);
      if (row.contains("choices")) parameter.choices = row["choices"];
      parameter.documentation = row.at("documentation");
      if (row.contains("identity_at")) parameter.identity_at = row["identity_at"];
      for (const std::string& use : row.value("uses", std::vector<std::string>())) {
        parameter.uses.add(use);
      }
      parameter.default_value = value_from_json(row.at("default"));
      info.parameters.push_back(parameter);
    }
    info.library = std::filesystem::path(json.at("library").get<std::string>());
    info.library_hash = json.at("library_hash");
  } catch (const nlohmann::json::exception& error) {
    throw Error("the description of a plugin is not whole: {}", error.what());
  }
  return info;
}

}  // namespace remedy
