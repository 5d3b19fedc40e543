// The calibration error beside what a perfectly calibrated model would show.
#pragma once

#include <vector>

#include "report/input/trial_rows.h"

namespace remedy {

// Sets calibrated_before and calibrated_after of each suite of each row, where the record tells of
// calibration and the run keeps the confidences of the images: what a perfectly calibrated model
// with the same confidences shows on average, and what it exceeds in 5 % of samples
// (statistics::calibrated_error()). An error below the second is no sign of miscalibration.
void add_calibrated(const std::vector<RunData>& runs, std::vector<TrialRow>& rows);

}  // namespace remedy
