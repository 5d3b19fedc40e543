// The plugin boundary: the one C symbol, and what it returns. An author needs none of this; it is
// what REMEDY_REMEDIATION in remediation.h fills in.
#pragma once

#include <cstdint>

#include "remedy/build_tag.h"
#include "remedy/parameters.h"

namespace remedy {

class Remediation;
class Parameters;

// Raised by hand where a declaration in the headers that remediation.h includes changes; then a
// line goes into harness/sdk/interfaces.txt.
inline constexpr std::uint32_t kInterfaceVersion = 4;
inline constexpr char kEntryPoint[] = "remedy_plugin";

// Constant for the life of the process. The first three fields keep their place in every version,
// and nothing after them is read unless all three are exactly the host's.
struct PluginDescriptor {
  std::uint32_t size;  // sizeof(PluginDescriptor)
  std::uint32_t interface_version;
  const char* build_tag;

  const char* id;
  const char* version;  // changes when the results do
  const char* summary;  // one sentence
  std::uint32_t uses;   // bits of remedy::uses
  std::uint32_t needs;  // bits of remedy::needs
  std::uint32_t parameter_count;
  const ParameterSpec* parameters;
  Remediation* (*create)(const Parameters&);  // may throw
  void (*destroy)(Remediation*);
};

using EntryPoint = const PluginDescriptor* (*)();

}  // namespace remedy
