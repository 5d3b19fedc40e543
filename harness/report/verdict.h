// Which remediation to use, what it breaks, and how sure that is.
#pragma once

#include "core/json.h"

namespace remedy {

// report["verdict"], see analysis.h, from the finished "best", "settings", "trials", "suites" and
// "baseline" of the same report. The first of "best" is compared with every other entry that
// reached the target in all trials of its setting under the same kind of stop rule, by what "best"
// is ordered by.
//
// difference    the rival's value minus the first's, averaged over the draws that both have a
//               result for in the same run (seeds averaged first); of their means where they share
//               none. Below zero: the rival keeps less.
// interval, p_draws
//               Student's, of the differences of the shared draws, two or more: what new draws of
//               anchors would change.
// standard_error, p_images
//               what the images leave open, as in McNemar's test: sqrt(discordant images)/images of
//               each suite, where the images on which two repaired models differ in being right are
//               at most those on which either differs from the baseline: the sum of both models'
//               flips, averaged over the draws. So the standard error is at most what is told.
// ..._holm      Holm's correction over all pairs of the entries compared, the pairs without the
//               first among them: which is first was seen in the same figures.
// told          "draws": both corrected p are at most .05, so new draws and new images would be
//               expected to show the difference again; "images": of p_images alone, and in every
//               shared draw the difference has the same sign: it holds on these draws; "no".
//
// Being told apart says nothing of the choice within a remediation: the best of many settings looks
// a little better than it is.
Json verdict(const Json& report);

}  // namespace remedy
