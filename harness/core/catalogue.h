// What is known of the remediations without opening a plugin: descriptions that a worker gave.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "remedy/parameters.h"

namespace remedy {

// What a remediation declares that it uses (remedy::uses). Factors of the design that it does not
// use do not multiply its trials.
struct Uses {
  bool counterexamples = false;
  bool anchors = false;
  bool stop = false;
  bool randomness = false;
  bool pairs = false;
  bool predecessor = false;   // has to have one
  bool predecessors = false;  // may have several
  bool groups = false;
  bool masks = false;
  bool training = false;

  std::vector<std::string> names() const;
  // Also uses what `name` says; no effect where that is no use.
  void add(const std::string& name);
  void add(const Uses& other);
  // What somebody had to find or to mark for it, "counterexamples", "group labels" ...
  std::vector<std::string> supervision() const;
};

// The union of two such lists, in the same order.
std::vector<std::string> joined_supervision(const std::vector<std::string>& one,
                                            const std::vector<std::string>& other);

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
