// Where the variation of a metric comes from: the draw, the learning rate, N, or their interaction.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace remedy::statistics {

struct BalancedDesign {
  std::array<std::string, 3> factors{"draw", "learning rate", "N"};
  std::array<int, 3> levels{};
  // Random: its levels stand for a population of levels. Fixed: they are all that is asked about.
  std::array<bool, 3> random{true, false, false};
  // One value per cell, the last factor running fastest: [levels[0]][levels[1]][levels[2]].
  // Average seeds first.
  std::vector<double> values;
};

struct VarianceComponent {
  std::string name;  // a factor, "draw x N", or "residual"
  int degrees;       // of freedom
  double sum_of_squares;
  double estimate;  // variance by the method of moments, before truncation
  double share;     // of the sum of all components, after truncation at 0; in [0, 1]
  bool truncated;   // the estimate was negative and counts as 0
  bool estimable;   // false where a factor in it has one level, or it is the residual's own term
};

// Analysis of variance of a balanced three-way table without replication. The expected mean squares
// are those of Cornfield and Tukey, Ann. Math. Stat. 27 (1956) 907-949: that of a set U of factors
// holds the component of each larger set whose additional factors are all random; a fixed factor's
// component is sum effect^2 / (levels - 1). The interaction of all factors that have more than one
// level cannot be separated from error and is the residual.
// Always seven components: three factors, three pairs, the residual last; shares sum to 1. One
// that is not estimable has estimate and share 0 (a single factor with levels: all is residual).
// Shares are NaN where the total is 0 (all values equal). Estimates and shares are NaN with a NaN
// among the values. Throws std::invalid_argument for levels < 1 or a wrong number of values.
std::vector<VarianceComponent> variance_components(const BalancedDesign& design);

}  // namespace remedy::statistics
