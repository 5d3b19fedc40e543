#include "core/study/yaml/problems.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/study/yaml/scalars.h"
#include "core/study/yaml/yaml_document.h"
#include "core/text.h"

namespace remedy {
namespace {

// "stop.on" of "stop.0.on".
std::string without_positions(const std::string& path) {
  std::string result;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t dot = std::min(path.find('.', at), path.size());
    const std::string part = path.substr(at, dot - at);
    if (!parse_integer(part)) result += (result.empty() ? "" : ".") + part;
    at = dot + 1;
  }
  return result;
}

}  // namespace

Problems::Problems(std::string file, const std::vector<std::string>& overrides)
    : files_({std::move(file)}) {
  for (const std::string& text : overrides) {
    overridden_.push_back(without_positions(text.substr(0, text.find('='))));
  }
}

Problems::Problems(const std::vector<std::filesystem::path>& files,
                   const std::vector<std::string>& overrides)
    : Problems(files.front().string(), overrides) {
  for (std::size_t i = 1; i < files.size(); ++i) files_.push_back(files[i].string());
}

void Problems::add(int line, const std::string& key, const std::string& message) {
  const std::string named = without_positions(key);
  const bool set = std::any_of(overridden_.begin(), overridden_.end(), [&](const auto& path) {
    return named == path || named.rfind(path + ".", 0) == 0;
  });
  const auto file = static_cast<std::size_t>(std::max(line, 0) / kLinesOfAFile);
  std::string place = files_.at(std::min(file, files_.size() - 1));
  if (line > 0) place += fmt::format(":{}", line % kLinesOfAFile);
  if (set) place = "--set";
  messages_.push_back(fmt::format("{}: {}{}{}", place, key, key.empty() ? "" : ": ", message));
}

void Problems::raise() const {
  if (!messages_.empty()) throw Error("{}", join(messages_, "\n"));
}

}  // namespace remedy
