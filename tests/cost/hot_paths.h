// The work that Remedy does without torch, on made-up inputs of a fixed size: what the guards count
// and the benchmarks time.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace remedy::cost {

struct HotPath {
  std::string name;            // "metrics_outcomes"
  std::function<void()> work;  // the same on every call; owns its inputs
};

// Those of a room ("metrics", "study", "report"), or all. `trials` is the size of the run that is
// reported.
std::vector<HotPath> hot_paths(int trials, const std::string& room = "");

// The size at which bounds.h was recorded.
inline constexpr int kGuardedTrials = 75;

}  // namespace remedy::cost
