// How large a trend a study of a given size would find: the power of Page's test, by simulation.
#pragma once

#include <cstdint>

#include "statistics/page.h"

namespace remedy::statistics {

// A study of `blocks` draws at `points` values of N whose verdict is "trend" where p < alpha.
struct TrendDesign {
  int blocks;
  int points;
  double alpha = 0.05;
};

struct SimulationOptions {
  int simulations = 10'000;  // the standard error of a power of .8 is then .004
  std::uint64_t seed = 1;
};

// The smallest L with p < alpha; +infinity where none has (3 points in one block, say: the smallest
// p is 1/6). Exact null where PageNull is. Throws std::invalid_argument as PageNull, and unless
// 0 < alpha <= 1.
double page_critical_l(const TrendDesign& design);

// The share of simulated studies with a trend verdict when point j of every block has the value
// slope * j plus independent standard normal noise: the slope is per step from one point to the
// next, in units of the residual standard deviation (whole range: slope * (points - 1)). A constant
// per block would change nothing. The same seed gives the same noise for every slope, so that the
// result never falls as the slope rises. Throws as above, and for simulations < 1 or a NaN slope.
double page_power(const TrendDesign& design, double slope, const SimulationOptions& options = {});

// The smallest slope (to 1e-4) with at least this power; 0 where no slope is needed, +infinity
// where no verdict is possible at all. Throws as above, and unless 0 < power < 1.
double page_detectable_slope(const TrendDesign& design, double power = 0.8,
                             const SimulationOptions& options = {});

}  // namespace remedy::statistics
