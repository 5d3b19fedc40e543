// The frontier as a picture: retention against fix rate of every trial.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// An SVG of its own colours: across, the accuracy on the first
// suite of the role fix, upwards the retention on the first of the role retain, both in percent; a
// dot a trial, hollow where it did not reach the target, a colour a label. Empty where there is no
// such suite or no trial with a result.
std::string frontier_svg(const Report& report);

}  // namespace remedy
