// What did a setting learn: the concept, the counterexamples, their look alone, or to say the
// target more often?
#pragma once

#include "core/json.h"

namespace remedy {

// report["learned"], see analysis.h. The rule, in this order, with each rate's interval that of
// statistics::rate_over_draws or, of fewer draws than kDrawsThatTellTheirSpread, from the Wilson
// lower end of the lowest draw to the upper end of the highest, and with "more than x" meaning that
// the whole interval lies above x and above the upper end of what the baseline has; "less than x"
// that it lies below:
//   1. cannot_tell      unless more than kHalf of the suites of the role fix are right: nothing was
//                       learned that could be named, or too few images say so.
//   2. says_target      more than kSaysTarget of the ordinary images of other classes (over-
//                       prediction on the suites to retain) are taken for the target.
//   3. cannot_tell      unless less than kSaysTarget are: between the two.
//   4. look             more than kLook of the guard suites, other classes in the counterexamples'
//                       look, are taken for the target, and less than kHalf of the held-out images
//                       of the target (role transfer) are right. More than kLook and not less than
//                       kHalf: cannot_tell, for two causes are mixed.
//   5. concept          more than kHalf of the held-out images are right, and less than kLook of
//                       the guard suites are taken for the target (or there is no guard suite:
//                       held-out images do not have the look).
//   6. counterexamples  less than kHalf of the held-out images are right, and less than kLook of
//                       the guard suites are taken for the target: neither the look alone nor the
//                       concept.
//   7. cannot_tell      else: intervals that reach over a bound, or a suite that is not there.
// Where the baseline knows half of the held-out images already, they show nothing: cannot_tell.
// Several suites of a role count as one, image by image. Over-prediction has the images of a suite
// as its number of images, those of the target among them, which are few.
inline constexpr double kHalf = 0.5;
inline constexpr double kSaysTarget = 0.05;
inline constexpr double kLook = 0.1;
// With three Student's quantile makes of their spread an interval that says nothing.
inline constexpr int kDrawsThatTellTheirSpread = 4;

// `baseline`: report["baseline"].
Json learned(const Json& settings, const Json& suites, const Json& baseline);

}  // namespace remedy
