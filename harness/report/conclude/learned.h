// What did a setting learn: does it generalise, does it know the counterexamples alone, does it
// rely on the cue, or does it predict the target more often?
#pragma once

#include <optional>
#include <vector>

#include "report/content/report.h"

namespace remedy {

// Of a report with its runs, suites and settings. Each rate's interval is that of
// statistics::rate_over_draws or, of fewer draws than kDrawsThatTellTheirSpread, from the Wilson
// lower end of the lowest draw to the upper end of the highest. "More than x" means that the whole
// interval lies above x and above the upper end of what the baseline has, "less than x" that it
// lies below. The matched difference (sensitivity.h) of a suite, with the images to retain as
// negatives, is "above 0" where its whole interval is, and "not above 0" where that holds 0 or less
// and ends below kNoMore. In this order:
//   1. cannot tell      where the study has no target; unless more of the fix suites are right than
//                       it accepts; or where no suite to retain shows what else is predicted as
//                       target.
//   2. look             more than kLook of the guard suites are predicted as target, or their
//                       accuracy falls by more than accepted, while the fix suite's matched
//                       difference is above 0: more than a constant, and the cue is what counts.
//                       Without margins: where the false positives are as low as accepted.
//   3. cannot_tell      without margins: a constant on the target's logit may do as much.
//   4. says_target      more of the held-out images (role transfer) are right than before, more
//                       ordinary images are predicted as target than before, and the held-out
//                       images' matched difference is not above 0: a constant does as much.
//   5. concept          the held-out images' matched difference is above 0, false positives are as
//                       low as accepted, and guard suites, where there are any, are kept.
//   6. counterexamples  the held-out images' matched difference is not above 0 and no more of them
//                       are right than before, and the same is low and kept.
//   7. cannot_tell      else, with what is missing.
// Several suites of a role count as one, image by image; of their matched differences each has to
// say the same.
inline constexpr double kLook = 0.1;    // of the images of guard suites
inline constexpr double kNoMore = 0.1;  // of the recall of held-out images

// The matched differences of one setting; nothing without margins.
using MatchedDifferences = std::optional<std::vector<MatchedOverDraws>>;

// By setting, all but the sentences. `matched`: matched_of_settings().
std::vector<Learned> learned(const Report& report, const std::vector<MatchedDifferences>& matched);

}  // namespace remedy
