#include "worker/plugin/plugin_library.h"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/text.h"
#include "launch/discovery.h"
#include "worker/plugin/descriptor_info.h"
#include "worker/python/scripts.h"

namespace remedy {
namespace {

// Digits of a script's hash behind its version.
constexpr std::size_t kHashDigits = 8;

// Of Boost's message only what the loader says.
std::string loader_message(const std::string& text) {
  const std::string before = "dlerror system message: ";
  const std::size_t begin = text.find(before);
  const std::size_t end = text.rfind("): ");
  if (begin == std::string::npos || end == std::string::npos) return text;
  return text.substr(begin + before.size(), end - begin - before.size());
}

}  // namespace

PluginLibrary::PluginLibrary(const std::filesystem::path& file) {
  if (is_script(file)) {
    open_as_script(file);
  } else {
    open_as_library(file);
  }
}

void PluginLibrary::open_as_script(const std::filesystem::path& file) {
  script_ = open_script(file);
  info_ = info_of(script_->descriptor());
  info_.library = file;
  info_.library_hash = content_hash(*script_);
  // A script is edited more often than its author thinks of the version.
  info_.version += "+" + info_.library_hash.substr(0, kHashDigits);
}

void PluginLibrary::open_as_library(const std::filesystem::path& file) {
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

  if (descriptor_->create == nullptr || descriptor_->destroy == nullptr) {
    problems.emplace_back("create or destroy is missing");
  }
  info_ = info_of(*descriptor_, std::move(problems));
  info_.library = file;
  info_.library_hash = sha256_file(file);
}

PluginLibrary::Instance PluginLibrary::create(
    const std::map<std::string, ParameterValue>& parameters) const {
  if (script_ != nullptr) {
    return {script_->create(Parameters(parameters)).release(),
            [](Remediation* one) { delete one; }};  // NOLINT(cppcoreguidelines-owning-memory)
  }
  return {descriptor_->create(Parameters(parameters)), descriptor_->destroy};
}

std::vector<std::string> PluginLibrary::take_left() const {
  return script_ == nullptr ? std::vector<std::string>() : script_->take_left();
}

std::vector<std::string> PluginLibrary::files() const {
  if (script_ == nullptr) return {info_.library.string()};
  std::vector<std::string> paths;
  for (const ScriptFile& file : script_->files()) paths.push_back(file.path);
  return paths;
}

void PluginLibrary::prepare(const std::filesystem::path& file) {
  if (is_script(file)) start_python();
}

}  // namespace remedy
