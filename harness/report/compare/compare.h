// Two runs, trial by trial: what `remedy compare` shows.
#pragma once

#include <string>
#include <vector>

#include "report/compare/comparison.h"
#include "report/input/run_data.h"

namespace remedy {

// Trials of the two runs belong together where label, N, draw, seed and every parameter that both
// know are the same; versions of plugins and of Remedy may differ, which is what one compares.
// Seeds are averaged within draws. Draws with the same anchors are one, and so are those that
// predict the same, bit for bit, as an earlier one; an interval holds
// for draws and images where the figure is a share of images whose predictions are kept
// (statistics/crossed.h: Student's over the draws and the images' own, joined), for images with
// such a figure of a single draw (of a single pair: Bonett and Price's), and for draws, on these
// images, with every other figure of several draws; elsewhere there is none. Throws Refusal
// naming every difference where the runs are not comparable.
Comparison compare_runs(const RunData& a, const RunData& b);

// The same as tables in Markdown.
std::string comparison_text(const Comparison& comparison);

// "top1 < -0.01" or "validation.top1 < -0.01": a bound on the difference of a metric, in the
// metric's own unit, on every suite or on one.
struct Condition {
  std::string suite;  // empty: every one
  Figure figure = Figure::kTop1;
  std::string comparison;  // "<", "<=", ">", ">="
  double bound = 0;
};

// Throws Error naming what is allowed.
Condition parse_condition(const std::string& text, const std::vector<std::string>& suites);

// A line for each setting and suite where the condition holds, and for each trial that has a result
// in the first run and none in the second: a candidate that crashed has not passed.
std::vector<std::string> violations(const Comparison& comparison, const Condition& condition);

// Those of the comparison.
std::vector<std::string> suites_of(const Comparison& comparison);

}  // namespace remedy
