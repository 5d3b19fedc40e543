// The setting to use of each remediation: which keeps most, among those that reach the target.
#pragma once

#include "core/json.h"

namespace remedy {

// report["best"]: one entry for each run, label and stop set, best first. Who is eligible is
// decided by the stop rule alone: a setting all of whose planned trials reached the target. Among
// these the highest mean retention over the suites to retain wins (top-1 on the fix suites where
// there is none). Not reached is worst: where no setting is eligible the one that reached it in the
// largest share of trials is named as "partly_reached", and where none ever did, none is. Entries
// that stopped on a reported suite stand behind those that did not.
Json best_settings(const Json& settings, const Json& suites);

}  // namespace remedy
