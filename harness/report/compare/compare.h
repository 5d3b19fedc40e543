// Two runs, trial by trial: what `remedy compare` shows.
#pragma once

#include <string>
#include <vector>

#include "report/input/run_data.h"

namespace remedy {

// Trials of the two runs belong together where label, N, draw, seed and every parameter that both
// know are the same; versions of plugins and of Remedy may differ, which is what one compares.
// Returns
//   {"schema": 1, "runs": [name, name],
//    "settings": [{"label", "parameters", "anchor_classes", "pairs", "draws",
//                  "over": "draws", "seeds" or "trial",
//                  "suites": {name: {"images",
//                                    "metrics": {metric: {"a", "b", "difference", "interval",
//                                                         "holds_for"}},
//                                    "only_a_right", "only_b_right", "mcnemar_p"}}}],
//    "without_result": [{"label", "parameters", "design", "a", "b"}],   a status each, or null
//    "only_in": [[...], [...]]}                                         likewise
// Seeds are averaged within draws. Draws with the same anchors are one, and so are those that
// predict the same, bit for bit, as an earlier one; "draws" counts what is left (seeds, where
// nothing is drawn). a and b are means over these, difference is b - a. "interval" is of 95 %, and
// "holds_for" says for what: "draws and images" where the figure is a share of images whose
// predictions are kept (statistics/crossed.h: Student's over the draws and the images' own,
// joined), "images" for such a figure of a single draw (of a single pair: Bonett and Price's),
// "draws" for every other figure of several draws, on these images; null without an interval. The
// number of images that only one of the two gets right is a mean over draws where predictions are
// there, else null; the exact p of McNemar's test stands where there is one pair. Throws Refusal
// naming every difference where the runs are not comparable.
Json compare_runs(const RunData& a, const RunData& b);

// The same as tables in Markdown.
std::string comparison_text(const Json& comparison);

// "top1 < -0.01" or "validation.top1 < -0.01": a bound on the difference of a metric, in the
// metric's own unit, on every suite or on one.
struct Condition {
  std::string suite;  // empty: every one
  std::string metric;
  std::string comparison;  // "<", "<=", ">", ">="
  double bound = 0;
};

// Throws Error naming what is allowed.
Condition parse_condition(const std::string& text, const std::vector<std::string>& suites);

// A line for each setting and suite where the condition holds, and for each trial that has a result
// in the first run and none in the second: a candidate that crashed has not passed.
std::vector<std::string> violations(const Json& comparison, const Condition& condition);

// Those of the comparison.
std::vector<std::string> suites_of(const Json& comparison);

}  // namespace remedy
