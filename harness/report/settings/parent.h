// What a setting starts from, and by which rule it stops: what tells settings of a label apart
// beside their parameters and N.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "report/content/setting.h"

namespace remedy {

// What a setting starts from, whatever its N; none: the baseline.
std::vector<ParentSetting> parents_of(const std::vector<Setting>& settings, const Setting& setting);

// Equal where the rules are.
using StopKey = std::optional<std::tuple<std::string, double, std::int64_t, bool>>;
inline StopKey stop_key(const std::optional<PlannedStop>& stop) {
  if (!stop) return std::nullopt;
  return std::make_tuple(stop->rule.on, stop->rule.above, stop->rule.steps, stop->stops);
}

}  // namespace remedy
