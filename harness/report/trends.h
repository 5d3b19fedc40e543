// Does a figure change steadily with N, the number of anchor classes? The study's question.
#pragma once

#include "core/json.h"

namespace remedy {

// report["trends"], from "settings", "trials" and "suites" of the same report: one entry for each
// headline figure of each remediation with the same parameters at three or more N. Draws are the
// blocks, seeds are averaged within them, and a draw that lacks a result at some N is left out and
// counted. All entries of a run are one family for Holm's correction.
//
//   [{run, label, parameters, after: {label, parameters} or null, suite, metric, title,
//     anchor_classes: [ascending], means: [over the draws used], draws: used, left_out,
//     page: {l, p_rising, p_falling}, p: two-sided, twice the smaller; p_holm,
//     attainable: the smallest p that so many draws could give,
//     spearman: {rho, p}, mann_kendall: {s, p}: of the means,
//     isotonic: {direction, r2, null_mean, p}: of the means, towards the side of Page's smaller p,
//     verdict: "rises", "falls", "none_shown", "too_few_draws"}]
//
// "rises" and "falls" need p_holm <= .05; "too_few_draws" means that no order of the values could
// have shown anything at .05. Tests: statistics/page.h, rank.h, isotonic.h.
Json trends(const Json& report);

}  // namespace remedy
