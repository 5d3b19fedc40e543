// Descriptions of a trend: of our figures beside the test of slopes that decides (trends.h), and of
// published ones.
#pragma once

#include <vector>

#include "core/json.h"

namespace remedy {

// {blocks, points, l_rising, p_rising, l_falling, p_falling}: Page's test of blocks (points each, N
// ascending) for a rise, and of their negatives for a fall; one-sided p, null where there is none.
Json page_both_ways(const std::vector<std::vector<double>>& blocks);

// {rho, p}: Spearman's correlation of a series with N; null where it is constant.
Json spearman_with_n(const std::vector<double>& n, const std::vector<double>& values);

}  // namespace remedy
