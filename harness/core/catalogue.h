// What is known of the remediations without opening a plugin: descriptions that a worker gave.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/uses.h"
#include "remedy/parameters.h"

namespace remedy {

// ParameterSpec with memory of its own.
struct ParameterInfo {
  std::string name;
  ParameterKind kind = ParameterKind::kReal;
  ParameterValue default_value;
  bool optional = false;
  Range range;
  std::vector<std::string> choices;
  std::string documentation;
  std::optional<double> identity_at = std::nullopt;  // where it claims to return the baseline
  Uses uses = {};                                    // besides, where the value is not the default

  // "a number greater than 0", "one of sgd, adam, adamw"
  std::string allowed() const;
  // The value as this parameter's kind (an integer given for a real becomes one), or nothing where
  // it is not allowed.
  std::optional<ParameterValue> accept(const ParameterValue& value) const;
};

struct RemediationInfo {
  std::string id;
  std::string version;
  std::string summary;
  Uses uses;
  std::vector<std::string> needs;  // of the network, "batch norm" ...
  std::vector<ParameterInfo> parameters;
  std::filesystem::path library;
  std::string library_hash;  // sha256 of the file

  const ParameterInfo* find_parameter(const std::string& name) const;
  // With what parameters of these values make it use besides.
  Uses uses_with(const std::map<std::string, ParameterValue>& values) const;
};

// A library that is no usable plugin, and why, in words for a person.
struct RejectedPlugin {
  std::filesystem::path library;
  std::string reason;
};

struct Catalogue {
  std::map<std::string, RemediationInfo> remediations;  // by id
  std::vector<RejectedPlugin> rejected;

  // A second library with the id of an earlier one is rejected, naming both.
  void add(RemediationInfo info);
  std::vector<std::string> ids() const;
};

const char* to_string(ParameterKind kind);
Json to_json(const ParameterValue& value);
// As a person would type it in a study.
std::string to_text(const ParameterValue& value);
ParameterValue value_from_json(const Json& json);
Json to_json(const RemediationInfo& info);
// Throws Error where the description is not whole.
RemediationInfo remediation_from_json(const Json& json);

}  // namespace remedy
