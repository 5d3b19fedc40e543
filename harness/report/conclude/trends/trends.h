// Does a figure change steadily with N, the number of anchor classes? The study's question.
#pragma once

#include <cstddef>
#include <vector>

#include "report/content/report.h"

namespace remedy {

inline constexpr std::size_t kFewestPoints = 3;    // of N
inline constexpr std::size_t kDrawsForATrend = 3;  // fewer establish nothing for other draws

// From settings, trials and suites of the report: one
// entry for each of asked_columns() of each of series_of() with three or more N, in their order.
// Seeds are averaged, and a draw that lacks a result at some N is left out and counted.
//
// What decides is the slope of each draw's least-squares line on log2 N, and Student's test of
// their mean (statistics/slope.h). The anchors of a draw are nested: a larger N holds those of a
// smaller one, so that neighbouring values share noise. Tests that take the order within a draw as
// random, as Page's, then find trends that are not there; slopes of independent draws stay
// independent. On log N, because studies double N and so that no single N carries most of the
// weight. The deviation of the slopes is no smaller than what the rounding to one image leaves. The
// conclusion is for further draws from the same anchors, on these images. All entries of a run are
// one family for Holm's correction. Page's test, Spearman, Mann-Kendall and the isotonic fit
// describe, and decide nothing.
//
// kRises and kFalls need p_holm <= .05; kTooFewDraws: fewer than kDrawsForATrend.
std::vector<Trend> trends(const Report& report);

// Whether it has a p, and so takes part in the correction.
bool is_tested(const Trend& trend);

}  // namespace remedy
