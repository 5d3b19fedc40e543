// Opening a plugin: the handshake of remedy/descriptor.h, or a script. Only a worker does this.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/catalogue.h"
#include "remedy/remediation.h"
#include "worker/python/script_host.h"

namespace remedy {

// An opened plugin. The library stays loaded for the life of the process: closing one whose
// autograd nodes are alive crashes.
class PluginLibrary {
 public:
  // Throws Error that names every mismatch at once: not a library, symbols undefined or missing,
  // another interface version, another build, a table that contradicts itself; of a script what
  // Python says of it. A script's version has the beginning of its hash behind a '+'.
  explicit PluginLibrary(const std::filesystem::path& file);

  const RemediationInfo& info() const { return info_; }

  using Instance = std::unique_ptr<Remediation, void (*)(Remediation*)>;
  // Whatever the plugin's constructor throws.
  Instance create(const std::map<std::string, ParameterValue>& parameters) const;

  // What a script left behind in Python, which is put back after each run of it, since this was
  // last asked.
  std::vector<std::string> take_left() const;
  // The files that it consists of: the library, or a script and the modules of its folder.
  std::vector<std::string> files() const;

  // Starts Python where the file is a script: no part of what a trial leaves behind. Throws Error.
  static void prepare(const std::filesystem::path& file);

 private:
  void open_as_library(const std::filesystem::path& file);
  void open_as_script(const std::filesystem::path& file);

  const PluginDescriptor* descriptor_ = nullptr;  // of a library
  std::unique_ptr<Script> script_;
  RemediationInfo info_;
};

}  // namespace remedy
