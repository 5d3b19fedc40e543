#include "worker/python/scripts.h"

#include <dlfcn.h>

#include "core/error.h"
#include "core/hash.h"
#include "launch/discovery.h"

namespace remedy {
namespace {

const ScriptHost& opened_host() {
  static const ScriptHost* host = nullptr;
  if (host != nullptr) return *host;
  const std::filesystem::path file = script_host_library();
  if (!std::filesystem::exists(file)) {
    throw Error("{}: {}", file.string(), kNoScriptHost);
  }
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw Error("Python cannot be loaded: {}", dlerror());
  const auto* found = static_cast<const ScriptHost*>(dlsym(library, kScriptHostSymbol));
  if (found == nullptr) throw Error("{}: does not export {}", file.string(), kScriptHostSymbol);
  if (found->size != sizeof(ScriptHost) || found->interface_version != kInterfaceVersion ||
      std::string(found->build_tag) != kBuildTag) {
    throw Error("{}: was built with another Remedy [{}] than this worker [{}]; build both again",
                file.string(), found->build_tag, kBuildTag);
  }
  host = found;
  return *host;
}

}  // namespace

std::string start_python() {
  const ScriptHost& host = opened_host();
  try {
    return host.start();
  } catch (const std::exception& error) {
    throw Error("{}", error.what());
  }
}

std::unique_ptr<Script> open_script(const std::filesystem::path& file) {
  start_python();
  try {
    return opened_host().open(std::filesystem::absolute(file).string());
  } catch (const std::exception& error) {
    throw Error("{}", error.what());
  }
}

std::string content_hash(const Script& script) {
  const std::vector<ScriptFile>& files = script.files();
  if (files.size() == 1) return sha256(files.front().bytes);
  const std::filesystem::path folder = std::filesystem::path(files.front().path).parent_path();
  std::string listing;
  for (const ScriptFile& file : files) {
    const auto name = std::filesystem::path(file.path).lexically_relative(folder);
    listing += sha256(file.bytes) + "  " + name.string() + "\n";
  }
  return sha256(listing);
}

}  // namespace remedy
