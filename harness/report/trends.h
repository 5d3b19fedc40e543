// Does a figure change steadily with N, the number of anchor classes? The study's question.
#pragma once

#include <cstddef>

#include "core/json.h"

namespace remedy {

inline constexpr std::size_t kFewestPoints = 3;  // of N

// report["trends"], from "settings", "trials" and "suites" of the same report: one entry for each
// of asked_columns() of each of series_of() with three or more N, in their order. Draws are the
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
