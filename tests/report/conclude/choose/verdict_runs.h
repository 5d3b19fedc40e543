// Runs for tests of the verdict.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/run_builder.h"

namespace remedy::testing {

// A trial a draw, with so many of 1000 images right; the baseline has 800.
inline void add_draws(RunBuilder& builder, const std::string& label,
                      const std::vector<int>& right) {
  for (std::size_t draw = 0; draw < right.size(); ++draw) {
    builder.add_completed(make_trial(label + std::to_string(draw), label, 0.001, 100,
                                     static_cast<std::int64_t>(draw)),
                          right[draw], 14);
  }
}

inline Json rival(const Json& report, const std::string& label) {
  for (const Json& entry : report["verdict"]["rivals"]) {
    if (entry["label"] == label) return entry;
  }
  return nullptr;
}

}  // namespace remedy::testing
