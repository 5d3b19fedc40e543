#include "worker/plugin/plugin_library.h"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <cctype>
#include <cmath>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/hash.h"
#include "core/text.h"

namespace remedy {
namespace {

constexpr std::uint32_t kMostParameters = 1000;
constexpr std::uint32_t kKnownUses = uses::counterexamples | uses::anchors | uses::stop |
                                     uses::randomness | uses::pairs | uses::predecessor;

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

// Of Boost's message only what the loader says.
std::string loader_message(const std::string& text) {
  const std::string before = "dlerror system message: ";
  const std::size_t begin = text.find(before);
  const std::size_t end = text.rfind("): ");
  if (begin == std::string::npos || end == std::string::npos) return text;
  return text.substr(begin + before.size(), end - begin - before.size());
}

ParameterValue default_of(const ParameterSpec& spec) {
  if (spec.optional) return std::monostate{};
  switch (spec.kind) {
    case ParameterKind::kInteger:
      return static_cast<std::int64_t>(spec.number);
    case ParameterKind::kFlag:
      return spec.number != 0;
    case ParameterKind::kChoice:
      return std::string(spec.text == nullptr ? "" : spec.text);
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
  if (spec.kind < ParameterKind::kReal || spec.kind > ParameterKind::kChoice) {
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
  info.default_value = default_of(spec);
  if (!info.accept(info.default_value)) {
    problems.push_back(fmt::format("{}: the default {} is not allowed; allowed is {}", named,
                                   to_text(info.default_value), info.allowed()));
  }
  return info;
}

}  // namespace

PluginLibrary::PluginLibrary(const std::filesystem::path& file) {
  // Left open on purpose: see the class.
  auto* library = new boost::dll::shared_library;  // NOLINT(cppcoreguidelines-owning-memory)
  try {
    library->load(std::filesystem::absolute(file),
                  boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  } catch (const std::exception& error) {
    throw Error("cannot be loaded: {}", loader_message(error.what()));
  }
  if (!library->has(kEntryPoint)) {
    throw Error("does not export the symbol {}: is REMEDY_REMEDIATION missing?", kEntryPoint);
  }
  descriptor_ = library->get<const PluginDescriptor*()>(kEntryPoint)();
  if (descriptor_ == nullptr) throw Error("{}() returned nothing", kEntryPoint);

  std::vector<std::string> problems;
  if (descriptor_->size != sizeof(PluginDescriptor)) {
    problems.push_back(fmt::format("its descriptor has {} bytes, expected {}", descriptor_->size,
                                   sizeof(PluginDescriptor)));
  }
  if (descriptor_->interface_version != kInterfaceVersion) {
    problems.push_back(fmt::format("it was built for interface version {}, this is version {}",
                                   descriptor_->interface_version, kInterfaceVersion));
  }
  const std::string tag = descriptor_->build_tag == nullptr ? "" : descriptor_->build_tag;
  if (tag != kBuildTag) {
    problems.push_back(
        fmt::format("it was built with [{}], this worker with [{}]", tag, kBuildTag));
  }
  if (!problems.empty()) {
    throw Error("{}; build it again against this installation", join(problems, "; "));
  }

  if (!valid_id(descriptor_->id)) {
    problems.emplace_back("its id has to be of lower-case letters, digits and '_'");
  }
  if (descriptor_->version == nullptr || *descriptor_->version == '\0') {
    problems.emplace_back("it has no version");
  }
  if (descriptor_->summary == nullptr || *descriptor_->summary == '\0') {
    problems.emplace_back("it has no summary");
  }
  if (descriptor_->create == nullptr || descriptor_->destroy == nullptr) {
    problems.emplace_back("create or destroy is missing");
  }
  if ((descriptor_->uses & ~kKnownUses) != 0) {
    problems.emplace_back("it declares a use that this version does not know");
  }
  if ((descriptor_->uses & uses::pairs) != 0 && (descriptor_->uses & uses::counterexamples) == 0) {
    problems.emplace_back("uses::pairs goes with uses::counterexamples");
  }
  if (descriptor_->parameter_count > kMostParameters ||
      (descriptor_->parameter_count > 0 && descriptor_->parameters == nullptr)) {
    problems.emplace_back("its parameter table is missing or too long");
  } else {
    std::set<std::string> names;
    for (std::uint32_t i = 0; i < descriptor_->parameter_count; ++i) {
      info_.parameters.push_back(parameter_info(descriptor_->parameters[i], problems));
      if (!names.insert(info_.parameters.back().name).second) {
        problems.push_back("parameter '" + info_.parameters.back().name + "' stands twice");
      }
    }
  }
  if (!problems.empty()) throw Error("{}", join(problems, "; "));

  info_.id = descriptor_->id;
  info_.version = descriptor_->version;
  info_.summary = descriptor_->summary;
  info_.uses.counterexamples = (descriptor_->uses & uses::counterexamples) != 0;
  info_.uses.anchors = (descriptor_->uses & uses::anchors) != 0;
  info_.uses.stop = (descriptor_->uses & uses::stop) != 0;
  info_.uses.randomness = (descriptor_->uses & uses::randomness) != 0;
  info_.uses.pairs = (descriptor_->uses & uses::pairs) != 0;
  info_.uses.predecessor = (descriptor_->uses & uses::predecessor) != 0;
  info_.library = file;
  info_.library_hash = sha256_file(file);
}

PluginLibrary::Instance PluginLibrary::create(
    const std::map<std::string, ParameterValue>& parameters) const {
  return {descriptor_->create(Parameters(parameters)), descriptor_->destroy};
}

}  // namespace remedy
