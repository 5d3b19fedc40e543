#include "core/granted_cores.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

namespace remedy {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream input(file);
  for (std::string line; std::getline(input, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool has_cpu(const std::string& controllers) {
  const auto list = split(controllers, ',');
  return std::find(list.begin(), list.end(), "cpu") != list.end();
}

// Where a hierarchy of control groups is mounted, and which group of it stands there.
struct Mount {
  fs::path place;
  std::string group;
};

// Of version 2, or the one of version 1 that has the controller "cpu".
std::optional<Mount> find_mount(const fs::path& root, bool version2) {
  for (const std::string& line : lines_of(root / "proc/self/mountinfo")) {
    // "<id> <parent> <device> <group> <place> ... - <type> <source> <options>"
    const std::size_t dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    const auto front = split(line.substr(0, dash), ' ');
    const auto back = split(line.substr(dash + 3), ' ');
    if (front.size() < 5 || back.empty()) continue;
    const bool wanted =
        version2 ? back[0] == "cgroup2" : back[0] == "cgroup" && has_cpu(back.back());
    if (wanted) return Mount{root / fs::path(front[4]).relative_path(), front[3]};
  }
  return std::nullopt;
}

double number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? -1 : value;
}

std::string first_line(const fs::path& file) {
  const auto lines = lines_of(file);
  return lines.empty() ? "" : lines.front();
}

// Of one group; 0: none.
double quota_of(const fs::path& group, bool version2) {
  double quota = -1, period = -1;
  if (version2) {
    const auto words = split(first_line(group / "cpu.max"), ' ');  // "max 100000"
    if (words.size() == 2) {
      quota = number(words[0]);
      period = number(words[1]);
    }
  } else {
    quota = number(first_line(group / "cpu.cfs_quota_us"));
    period = number(first_line(group / "cpu.cfs_period_us"));
  }
  return quota > 0 && period > 0 ? quota / period : 0;
}

// The least of a group and of all that it lies in, up to where the hierarchy is mounted.
double least_quota(const Mount& mount, const std::string& group, bool version2) {
  // In a container the mount often shows the process's own group, or nothing of the way to it.
  fs::path relative = fs::path(group).lexically_relative(mount.group);
  if (relative.empty() || *relative.begin() == "..") relative = ".";
  double least = 0;
  fs::path at = (mount.place / relative).lexically_normal();
  for (;;) {
    const double quota = quota_of(at, version2);
    if (quota > 0) least = least > 0 ? std::min(least, quota) : quota;
    if (at == mount.place.lexically_normal() || !at.has_relative_path()) return least;
    if (at.filename().empty()) at = at.parent_path();
    if (at == mount.place.lexically_normal()) return least;
    at = at.parent_path();
  }
}

int affinity_cores() {
  for (int most = 1024; most <= 1 << 20; most *= 4) {
    cpu_set_t* set = CPU_ALLOC(static_cast<std::size_t>(most));
    if (set == nullptr) return 0;
    const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(most));
    const bool known = sched_getaffinity(0, bytes, set) == 0;
    const int count = known ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (known) return count;
  }
  return 0;
}

}  // namespace

double quota_cores(const fs::path& root) {
  double least = 0;
  for (const std::string& line : lines_of(root / "proc/self/cgroup")) {
    // "<number>:<controllers>:<group>"; of version 2 "0::<group>"
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool version2 = controllers.empty();
    if (!version2 && !has_cpu(controllers)) continue;
    const auto mount = find_mount(root, version2);
    if (!mount) continue;
    const double quota = least_quota(*mount, line.substr(second + 1), version2);
    if (quota > 0) least = least > 0 ? std::min(least, quota) : quota;
  }
  return least;
}

GrantedCores granted_cores(const fs::path& root) {
  GrantedCores granted;
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  granted.machine = std::max(1, static_cast<int>(online));
  granted.cores = granted.machine;
  const auto limit = [&](int cores, const char* by) {
    if (cores <= 0 || cores >= granted.cores) return;
    granted.cores = cores;
    granted.limited = by;
  };
  limit(affinity_cores(), "the affinity mask");
  const double quota = quota_cores(root);
  if (quota > 0) {
    limit(std::max(1, static_cast<int>(std::min(quota, 1e6))), "the control group's CPU quota");
  }
  if (const char* slurm = std::getenv("SLURM_CPUS_PER_TASK")) {
    limit(std::atoi(slurm), "SLURM_CPUS_PER_TASK");
  }
  return granted;
}

int granted_threads() {
  static const int cores = granted_cores().cores;
  return cores;
}

}  // namespace remedy
