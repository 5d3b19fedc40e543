// Published held-out accuracy against what keeping the rest cost, as far as published figures
// allow.
#pragma once

#include "core/json.h"

namespace remedy {

// report["overlay"]["held_out"], from an overlay's "series", "columns" and "held_out_images"; null
// where there is no held-out accuracy, or nothing to hold it against:
//   {runs, images: or null, lowest, highest: accuracies, lowest_interval, highest_interval:
//   Wilson's
//    or null, smallest_p: of McNemar's test of any two runs, or null,
//    against: [{column: "top1" or "kl", spearman: {rho, p: null}: over all runs, by_series:
//      [{learning_rate, label, rho: or null}]}],
//    sentences: [what is seen, what cannot be known]}
// smallest_p is a bound: which images a run has right is not published, and no pair of runs can
// differ more clearly than where one has right all that the other has. The runs share draws and
// images, as a rule, so that a correlation has no p.
Json overlay_held_out(const Json& overlay);

}  // namespace remedy
