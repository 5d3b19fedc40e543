// Descriptions of a trend: of our figures beside the test of slopes that decides (trends.h), and of
// published ones.
#pragma once

#include <vector>

#include "report/content/trend.h"

namespace remedy {

// Page's test of blocks (points each, N ascending) for a rise, and of their negatives for a fall.
PageBothWays page_both_ways(const std::vector<std::vector<double>>& blocks);

// Spearman's correlation of a series with N.
RhoAndP spearman_with_n(const std::vector<double>& n, const std::vector<double>& values);

}  // namespace remedy
