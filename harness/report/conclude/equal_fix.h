// What each remediation costs where all of them fix equally much.
#pragma once

#include <cstddef>
#include <vector>

#include "core/json.h"
#include "report/input/run_data.h"

namespace remedy {

// report["equal_fix"], see analysis.h. A remediation's settings are eligible where every planned
// trial met the stop criterion and the suites to fix are fixed (eligible.h); of these, each cost
// has the setting that keeps it lowest. So the same remediation may appear with another setting in
// each column, and each figure is what it can do there, seen on the reported suites. Costs are
// means over the suites to retain: retention (higher is better), the rate of negative flips and the
// mean KL (lower is). A remediation without an eligible setting, or without the figure, ranks
// behind all that have one. Equal values share a rank.
Json equal_fix(const Json& settings, const Json& suites, const Json& best,
               const Acceptances& accept);

// The settings that an entry of report["best"] was chosen from, by index.
std::vector<std::size_t> settings_of(const Json& settings, const Json& best_entry);

}  // namespace remedy
