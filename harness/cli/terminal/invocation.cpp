#include "cli/terminal/invocation.h"

#include <algorithm>
#include <sstream>

#include "cli/commit.h"
#include "core/file.h"
#include "core/text.h"

namespace remedy {

std::string command_line() {
  std::string words = read_if_present("/proc/self/cmdline");
  std::replace(words.begin(), words.end(), '\0', ' ');
  return std::string(trimmed(words));
}

std::string cpu_name() {
  std::istringstream lines(read_if_present("/proc/cpuinfo"));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(": ");
    if (line.compare(0, 10, "model name") == 0 && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "";
}

std::string source_commit() { return kSourceCommit; }

}  // namespace remedy
