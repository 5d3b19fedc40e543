// Opening a plugin: the handshake of remedy/descriptor.h. Only a worker does this.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/catalogue.h"
#include "remedy/remediation.h"

namespace remedy {

// An opened plugin. The library stays loaded for the life of the process: closing one whose
// autograd nodes are alive crashes.
class PluginLibrary {
 public:
  // Throws Error that names every mismatch at once: not a library, symbols undefined or missing,
  // another interface version, another build, a table that contradicts itself.
  explicit PluginLibrary(const std::filesystem::path& file);

  const RemediationInfo& info() const { return info_; }

  using Instance = std::unique_ptr<Remediation, void (*)(Remediation*)>;
  // Whatever the plugin's constructor throws.
  Instance create(const std::map<std::string, ParameterValue>& parameters) const;

 private:
  const PluginDescriptor* descriptor_ = nullptr;
  RemediationInfo info_;
};

}  // namespace remedy
