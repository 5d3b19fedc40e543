// What a trial starts from, where that is other trials.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/plan/plan.h"

namespace remedy {

// The trials that one starts from, one of each label, and what they have fixed of the design.
struct Parents {
  std::vector<std::string> ids;
  std::vector<std::string> supervision;
  std::optional<StopRule> stop;
  std::optional<std::int64_t> anchor_classes, draw, seed;

  // False where the trial is of another point of the design.
  bool add(const Trial& trial);
};

// Every combination of one trial of each label that is at one point of the design; the last label
// changes fastest. Without labels one without parents.
std::vector<Parents> combined_parents(const std::vector<std::string>& labels,
                                      const std::map<std::string, std::vector<Trial>>& by_label);

}  // namespace remedy
