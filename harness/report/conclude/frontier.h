// The frontier: the settings that nothing beats in both what they fix and what they keep.
#pragma once

#include "report/content/report.h"

namespace remedy {

// Of a report with its suites and settings: every setting with a mean top-1 on the first suite of
// the role fix and a mean retention on the first of the role retain, in the order of the settings;
// no points where there is no such suite. A setting is optimal (Pareto) where no other is at least
// as good in both and better in one. Those of the published protocol stopped on what they report,
// so they push none of the others off, while the others push them off. Means say nothing of how
// sure a difference is: verdict.h does.
Frontier frontier(const Report& report);

}  // namespace remedy
