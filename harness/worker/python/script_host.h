// What the worker asks of the library that holds Python. It is opened with the first script: a
// worker that runs none has no Python in it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "remedy/remediation.h"

namespace remedy {

// A file that a script consists of, with the bytes that are run.
struct ScriptFile {
  std::string path;
  std::string bytes;
};

// A script that holds one remediation.
class Script {
 public:
  virtual ~Script() = default;

  // Of the fields only what a table says: id, version, summary, uses, parameters.
  virtual const PluginDescriptor& descriptor() const = 0;
  // The script first, then the modules of its folder that it imports.
  virtual const std::vector<ScriptFile>& files() const = 0;
  // Its apply() runs the script anew, so that trials have no variables in common.
  virtual std::unique_ptr<Remediation> create(const Parameters& parameters) const = 0;
  // What runs of it left behind in Python and was put back, since this was last asked.
  virtual std::vector<std::string> take_left() const = 0;
};

// The one symbol of that library, a constant.
struct ScriptHost {
  std::uint32_t size;  // sizeof(ScriptHost); the first three are compared before the rest is read
  std::uint32_t interface_version;
  const char* build_tag;

  // Starts Python and imports torch, the first time. Throws std::runtime_error saying what is
  // missing. Returns the two versions, for a person.
  std::string (*start)();
  // Of a started Python. Throws std::runtime_error with what is wrong with the script.
  std::unique_ptr<Script> (*open)(const std::string& file);
};

inline constexpr char kScriptHostSymbol[] = "remedy_script_host";

}  // namespace remedy
