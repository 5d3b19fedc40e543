// Does a remediation do more than a control that fixes as well? No JSON.
#pragma once

#include <cstddef>
#include <vector>

#include "report/conclude/choose/contest.h"

namespace remedy {

struct BetterThanControl {
  std::size_t control = 0, competitor = 0;  // of the contest
  std::size_t measure = 0;
  bool other_draws = false;  // or on these draws only, and in each of them
};

// Every eligible setting beside every eligible control, by every measure: where it is significantly
// better, one-sided, after Holm's correction over all of these at .05.
std::vector<BetterThanControl> better_than_controls(const Contest& contest);

}  // namespace remedy
