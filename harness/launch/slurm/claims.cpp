#include "launch/slurm/claims.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"

namespace remedy {

namespace fs = std::filesystem;

bool Claims::take(const std::string& trial, const ClaimHolder& holder) const {
  // A link appears with its content and only where there is no such name yet; opening exclusively
  // would show an empty file for a moment.
  const fs::path draft = folder_ / fmt::format(".{}.{}.{}", trial, holder.host, getpid());
  write_file(draft, Json{{"host", holder.host}, {"job", holder.job}}.dump() + "\n");
  const int linked = link(draft.c_str(), (folder_ / trial).c_str());
  const int reason = errno;
  unlink(draft.c_str());
  if (linked == 0) return true;
  if (reason == EEXIST) return false;
  throw Error("{}: cannot be created: {}", (folder_ / trial).string(), std::strerror(reason));
}

void Claims::release(const std::string& trial, const ClaimHolder& holder) const {
  if (this->holder(trial) == holder) unlink((folder_ / trial).c_str());
}

std::set<std::string> Claims::trials() const {
  std::set<std::string> trials;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    const std::string name = entry.path().filename();
    if (name.front() != '.') trials.insert(name);
  }
  return trials;
}

std::optional<ClaimHolder> Claims::holder(const std::string& trial) const {
  try {
    const Json json = read_json(folder_ / trial);
    return ClaimHolder{json.value("host", ""), json.value("job", "")};
  } catch (const Error&) {
    return std::nullopt;  // released meanwhile
  }
}

void Claims::clear() const {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace remedy
