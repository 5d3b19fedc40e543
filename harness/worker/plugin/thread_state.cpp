#include "worker/plugin/thread_state.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>

namespace remedy {
namespace {

std::vector<pid_t> thread_ids() {
  std::vector<pid_t> ids;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", none)) {
    ids.push_back(std::atoi(entry.path().filename().c_str()));
  }
  return ids;
}

// How the kernel treats a thread: nice value, policy, priority, cores.
struct Scheduling {
  int nice = 0;
  int policy = 0;
  int priority = 0;
  cpu_set_t cores{};

  bool operator==(const Scheduling& other) const {
    return nice == other.nice && policy == other.policy && priority == other.priority &&
           CPU_EQUAL(&cores, &other.cores);
  }
};

Scheduling scheduling(pid_t thread) {
  Scheduling result;
  sched_param parameters{};
  result.nice = getpriority(PRIO_PROCESS, static_cast<id_t>(thread));
  result.policy = sched_getscheduler(thread);
  sched_getparam(thread, &parameters);
  result.priority = parameters.sched_priority;
  sched_getaffinity(thread, sizeof result.cores, &result.cores);
  return result;
}

void set_scheduling(pid_t thread, const Scheduling& before) {
  sched_param parameters{};
  parameters.sched_priority = before.priority;
  sched_setscheduler(thread, before.policy, &parameters);
  setpriority(PRIO_PROCESS, static_cast<id_t>(thread), before.nice);
  sched_setaffinity(thread, sizeof before.cores, &before.cores);
}

bool has_children() {
  // Those that have ended are taken note of; no more is needed.
  pid_t ended = 0;
  while ((ended = waitpid(-1, nullptr, WNOHANG)) > 0) {
  }
  return ended == 0;
}

// Threads of a pool that got smaller need a moment to end.
void tell_threads(std::size_t before, std::vector<Leftover>& left) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
  std::size_t now = thread_ids().size();
  while (now > before && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    now = thread_ids().size();
  }
  if (now <= before) return;
  left.push_back({now == before + 1 ? std::string("a thread that still runs")
                                    : fmt::format("{} threads that still run", now - before),
                  false});
}

}  // namespace

void save_scheduling(SavedState& state) {
  std::map<pid_t, Scheduling> before;
  for (const pid_t thread : thread_ids()) before[thread] = scheduling(thread);
  state.check([before](std::vector<Leftover>& left) {
    bool changed = false, restored = true;
    for (const pid_t thread : thread_ids()) {
      const auto was = before.find(thread);
      if (was == before.end() || scheduling(thread) == was->second) continue;
      changed = true;
      set_scheduling(thread, was->second);
      restored = restored && scheduling(thread) == was->second;
    }
    if (changed)
      left.push_back({"priority or cores of threads (nice, sched_setaffinity)", restored});
  });
}

void save_company(SavedState& state) {
  state.watch("a child process that still runs", has_children);
  state.check([before = thread_ids().size()](auto& left) { tell_threads(before, left); });
}

}  // namespace remedy
