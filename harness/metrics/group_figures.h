// How the groups of a suite do. No torch.
#pragma once

#include <cstdint>
#include <vector>

#include "core/run/group_figures.h"
#include "core/study/image_groups.h"
#include "metrics/sample_metrics.h"

namespace remedy {

// Intervals are Wilson's, 95 %. A group without images has no accuracy and takes part in no mean
// and no comparison of groups. The mean over images is that of the whole suite. Throws Error for a
// group that names an image which the suite does not have.
GroupingFigures group_figures(const ImageGrouping& grouping,
                              const std::vector<std::int32_t>& labels, const Outcomes& baseline,
                              const Outcomes& remediated);

}  // namespace remedy
