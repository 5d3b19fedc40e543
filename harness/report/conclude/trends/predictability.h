// Can one tell beforehand what a remediation will cost from N? A verdict for each remediation.
#pragma once

#include <vector>

#include "report/content/report.h"

namespace remedy {

// All but the sentences, from trials, settings and trends of the report: one entry for each
// remediation (with what it starts from and its stop rule) that was run at three or more N.
//
// variance: the shares of the variance of a figure that draw, parameter, N and their pairs explain
// (statistics/variance_components.h; the draw is random, the others are fixed), over the draws that
// have a result at every N and level; the others are counted in left_out. Seeds are averaged.
// Shares are null where all values are equal or fewer than two draws are left.
//
// power: that of the slopes' test as "trends" uses it, at the strictest step of Holm's correction
// (.05 / m, two-sided, for m tests in the run), with normal noise and a straight line on log N
// (statistics/slope.h). It says how large a change this study would have found, not how large it
// is.
//
// overlap: what two draws share of their classes at the largest N, on average and at least, as the
// anchors are of no more classes than the network has; null where that number is not known.
// moves_with_n: a factor that changes with N and was not varied on its own; null where there is
// none.
//
// verdict, of the remediation's trends: kPredictable where every figure of the suites to retain
// changes steadily with N at every level of the parameter; kInPart where anything does;
// kTooFewDraws where no entry could have; else kNotShown.
std::vector<Predictability> predictability(const Report& report);

}  // namespace remedy
