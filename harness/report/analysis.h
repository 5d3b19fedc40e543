// From runs to a report: pure functions. Every file of a report is made from what analyse() finds.
#pragma once

#include <optional>
#include <vector>

#include "report/content/report.h"
#include "report/input/run_data.h"

namespace remedy {

// The report of one or more runs. Throws Refusal naming every difference where they, or the trials
// of one of them, are not comparable; Error where there is no run or a folder is given twice.
//
// The same runs give the same report wherever they lie and in whatever order their trials finished,
// but for the seconds. What stopped on a suite that is also reported is marked as of the published
// protocol, and so is what starts from such a trial.
//
// `overlay`: what read_overlay() gives, to stand beside.
Report analyse(const std::vector<RunData>& runs,
               const std::optional<Overlay>& overlay = std::nullopt);

}  // namespace remedy
