// What the trials of a setting say of the groups of a suite.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/named.h"
#include "report/content/group_spread.h"
#include "report/content/trial.h"

namespace remedy {

// `entries`: the setting's rows on one suite, each with its draw (or seed). By grouping, in the
// order of the records; empty where the suite has none.
Named<GroupingSpread> group_spreads(
    const std::vector<std::pair<std::int64_t, const SuiteRow*>>& entries);

}  // namespace remedy
