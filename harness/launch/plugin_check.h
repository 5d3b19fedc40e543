// The conformance of one plugin, examined in a worker of its own. Needs no torch.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace remedy {

struct CheckLine {
  std::string check;
  std::string verdict;  // "ok", "failed" or "skipped"
  std::string detail;
};

// Loads the plugin in a worker and lets it be checked (see conformance.h); "handshake" is the first
// line. A worker that dies, or is silent about a check for `patience_s`, is a line that failed.
// Returns whether none failed.
bool check_plugin(const std::filesystem::path& worker, const std::filesystem::path& plugin,
                  double patience_s, const std::function<void(const CheckLine&)>& tell);

}  // namespace remedy
