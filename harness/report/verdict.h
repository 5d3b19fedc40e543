// Which remediation to use, what it breaks, and how sure that is.
#pragma once

#include "core/json.h"
#include "report/run_data.h"

namespace remedy {

// report["verdict"], see analysis.h, from the finished "best", "settings", "trials", "suites" and
// "baseline" of the same report. The first of "best" is compared with every other entry that
// is eligible (best.h): the stop criterion met and the suites to fix fixed in all trials of its
// setting under the same kind of stop rule, by what "best" is ordered by.
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
// controls      Controls (controls.h) are never the first, nor rivals. Each that is eligible itself
//               is compared, in the same way, with every remediation that is: in what "best" is
//               ordered by, and in false positives on each suite to retain or guard, whose
//               discordant images are at most all false positives of both. A control without draws
//               is a constant beside each of the remediation's. Holm's correction is over all of
//               these. Where no remediation is better than a control in anything, "use" says so
//               first.
Json verdict(const Json& report, const Acceptances& accept);

}  // namespace remedy
