// Can one tell beforehand what a remediation will cost from N? A verdict for each remediation.
#pragma once

#include "core/json.h"

namespace remedy {

// report["predictability"], see analysis.h, from "trials", "settings" and "trends" of the same
// report: one entry for each remediation (with what it starts from and its stop rule) that was run
// at three or more N.
//
// variance: the shares of the variance of a figure that draw, parameter, N and their pairs explain
// (statistics/variance_components.h; the draw is random, the others are fixed), over the draws that
// have a result at every N and level; the others are counted in left_out. Seeds are averaged.
// Shares are null where all values are equal or fewer than two draws are left.
//
// power: that of Page's test as "trends" uses it, at the strictest step of Holm's correction (.05 /
// (2 m), one-sided, for m tests in the run), by simulation of 2000 studies with normal noise and a
// straight trend. It says how large a change this study would have found, not how large it is.
//
// verdict, of the remediation's entries in "trends": "predictable" where every figure of the suites
// to retain changes steadily with N at every level of the parameter; "in_part" where anything does;
// "too_few_draws" where no entry could have; else "not_shown".
Json predictability(const Json& report);

}  // namespace remedy
