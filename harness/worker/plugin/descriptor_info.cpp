#include "worker/plugin/descriptor_info.h"

#include <cctype>
#include <cmath>
#include <set>
#include <sstream>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "core/uses.h"
#include "remedy/remediation.h"

namespace remedy {
namespace {

constexpr std::uint32_t kMostParameters = 1000;
constexpr std::pair<std::uint32_t, bool Uses::*> kUses[] = {
    {uses::counterexamples, &Uses::counterexamples},
    {uses::anchors, &Uses::anchors},
    {uses::stop, &Uses::stop},
    {uses::randomness, &Uses::randomness},
    {uses::pairs, &Uses::pairs},
    {uses::predecessor, &Uses::predecessor},
    {uses::predecessors, &Uses::predecessors},
    {uses::groups, &Uses::groups},
    {uses::masks, &Uses::masks},
    {uses::training, &Uses::training}};

constexpr std::pair<std::uint32_t, const char*> kNeeds[] = {
    {needs::batch_norm, needs_in_words::kBatchNorm},
    {needs::linear_head, needs_in_words::kLinearHead},
    {needs::convolutions, needs_in_words::kConvolutions}};

constexpr std::uint32_t known_uses() {
  std::uint32_t bits = 0;
  for (const auto& use : kUses) bits |= use.first;
  return bits;
}
constexpr std::uint32_t kKnownUses = known_uses();

Uses uses_of(std::uint32_t bits) {
  Uses result;
  for (const auto& [bit, use] : kUses) result.*use = (bits & bit) != 0;
  return result;
}

bool valid_id(const char* id) {
  if (id == nullptr || *id == '\0') return false;
  for (const char* c = id; *c != '\0'; ++c) {
    if (!std::islower(static_cast<unsigned char>(*c)) &&
        !std::isdigit(static_cast<unsigned char>(*c)) && *c != '_') {
      return false;
    }
  }
  return true;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

// Nothing of it where there is something else among the numbers.
std::vector<double> numbers_of(const std::string& text) {
  std::vector<double> numbers;
  std::istringstream stream(text);
  for (double number = 0; stream >> number;) numbers.push_back(number);
  return stream.eof() ? numbers : std::vector<double>();
}

ParameterValue default_of(const ParameterSpec& spec) {
  if (spec.optional) return std::monostate{};
  switch (spec.kind) {
    case ParameterKind::kInteger:
      return static_cast<std::int64_t>(spec.number);
    case ParameterKind::kFlag:
      return spec.number != 0;
    case ParameterKind::kChoice:
    case ParameterKind::kText:
      return std::string(spec.text == nullptr ? "" : spec.text);
    case ParameterKind::kNumbers:
      return numbers_of(spec.text == nullptr ? "" : spec.text);
    case ParameterKind::kReal:
      break;
  }
  return spec.number;
}

ParameterInfo parameter_info(const ParameterSpec& spec, std::vector<std::string>& problems) {
  ParameterInfo info;
  info.name = spec.name == nullptr ? "" : spec.name;
  const std::string named = "parameter '" + info.name + "'";
  if (!valid_id(spec.name)) {
    problems.push_back(named + ": a name has lower-case letters, digits and '_'");
  }
  if (info.name == "use" || info.name == "after") {
    problems.push_back(named + ": this name has a meaning of its own in studies");
  }
  if (spec.kind < ParameterKind::kReal || spec.kind > ParameterKind::kNumbers) {
    problems.push_back(named + ": unknown kind");
    return info;
  }
  info.kind = spec.kind;
  info.optional = spec.optional;
  info.range = {spec.low, spec.high, spec.low_open, spec.high_open};
  if (spec.choices != nullptr) info.choices = split(spec.choices, '|');
  if (spec.documentation == nullptr || *spec.documentation == '\0') {
    problems.push_back(named + ": has no documentation");
  } else {
    info.documentation = spec.documentation;
  }
  if (!std::isnan(spec.identity_at)) {
    info.identity_at = spec.identity_at;
    if (spec.kind != ParameterKind::kReal || !info.accept(spec.identity_at)) {
      problems.push_back(named + ": identity_at has to be an allowed value of a real");
    }
  }
  if ((spec.uses & ~kKnownUses) != 0) {
    problems.push_back(named + ": declares a use that this version does not know");
  }
  info.uses = uses_of(spec.uses);
  info.default_value = default_of(spec);
  if (!info.accept(info.default_value)) {
    problems.push_back(fmt::format("{}: the default {} is not allowed; allowed is {}", named,
                                   to_text(info.default_value), info.allowed()));
  }
  return info;
}

}  // namespace

RemediationInfo info_of(const PluginDescriptor& descriptor, std::vector<std::string> problems) {
  RemediationInfo info;
  if (!valid_id(descriptor.id)) {
    problems.emplace_back("its id has to be of lower-case letters, digits and '_'");
  }
  if (descriptor.version == nullptr || *descriptor.version == '\0') {
    problems.emplace_back("it has no version");
  }
  if (descriptor.summary == nullptr || *descriptor.summary == '\0') {
    problems.emplace_back("it has no summary");
  }
  if ((descriptor.uses & ~kKnownUses) != 0) {
    problems.emplace_back("it declares a use that this version does not know");
  }
  if ((descriptor.uses & uses::pairs) != 0 && (descriptor.uses & uses::counterexamples) == 0) {
    problems.emplace_back("uses::pairs goes with uses::counterexamples");
  }
  if ((descriptor.uses & uses::masks) != 0 && (descriptor.uses & uses::pairs) == 0) {
    problems.emplace_back("uses::masks goes with uses::pairs");
  }
  std::uint32_t known_needs = 0;
  for (const auto& [bit, need] : kNeeds) {
    known_needs |= bit;
    if ((descriptor.needs & bit) != 0) info.needs.emplace_back(need);
  }
  if ((descriptor.needs & ~known_needs) != 0) {
    problems.emplace_back("it needs something that this version does not know");
  }
  if (descriptor.parameter_count > kMostParameters ||
      (descriptor.parameter_count > 0 && descriptor.parameters == nullptr)) {
    problems.emplace_back("its parameter table is missing or too long");
  } else {
    std::set<std::string> names;
    for (std::uint32_t i = 0; i < descriptor.parameter_count; ++i) {
      info.parameters.push_back(parameter_info(descriptor.parameters[i], problems));
      if (!names.insert(info.parameters.back().name).second) {
        problems.push_back("parameter '" + info.parameters.back().name + "' stands twice");
      }
    }
  }
  if (!problems.empty()) throw Error("{}", join(problems, "; "));

  info.id = descriptor.id;
  info.version = descriptor.version;
  info.summary = descriptor.summary;
  info.uses = uses_of(descriptor.uses);
  return info;
}

}  // namespace remedy
