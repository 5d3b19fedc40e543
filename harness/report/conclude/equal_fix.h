// What each remediation costs where all of them fix equally much.
#pragma once

#include <cstddef>
#include <vector>

#include "report/content/report.h"

namespace remedy {

// Of a report with its suites, settings and "best". A remediation's settings are eligible where
// every planned trial met the stop criterion and the suites to fix are fixed (eligible.h); of
// these, each cost has the setting that keeps it lowest. So the same remediation may appear with
// another setting in each column, and each figure is what it can do there, seen on the reported
// suites. Costs are means over the suites to retain: retention (higher is better), the rate of
// negative flips and the mean KL (lower is). A remediation without an eligible setting, or without
// the figure, ranks behind all that have one. Equal values share a rank.
EqualFix equal_fix(const Report& report);

// The settings that an entry of "best" was chosen from, by index.
std::vector<std::size_t> settings_of(const std::vector<Setting>& settings, const BestEntry& entry);

}  // namespace remedy
