// Settings of a remediation as grids over the two things that its study varied.
#pragma once

#include <vector>

#include "report/content/setting.h"
#include "report/content/sweep.h"

namespace remedy {

// What varies of a remediation is N and the parameters with more
// than one value; N is the x axis where it varies, learning_rate comes next, then the others by
// name. Two make a grid's axes; where more vary, there is a grid for every combination of the rest,
// in `fixed`. A remediation of which nothing varies has none. Settings that start from others, or
// stop by another rule, have grids of their own. Axes ascend.
std::vector<Sweep> sweeps(const std::vector<Setting>& settings);

}  // namespace remedy
