// The calibration error beside what a perfectly calibrated model would show.
#pragma once

#include <vector>

#include "report/input/trial_rows.h"

namespace remedy {

// Gives each suite of each row, where the run keeps the confidences of the images,
//   calibration.remediated.ece_calibrated      what a perfectly calibrated model with the same
//                                              confidences shows on average
//   calibration.remediated.ece_calibrated_p95  and exceeds in 5 % of samples
// and under calibration.baseline the same of the baseline: statistics::calibrated_error(). An error
// below the second is no sign of miscalibration.
void add_calibrated(const std::vector<RunData>& runs, std::vector<TrialRow>& rows);

}  // namespace remedy
