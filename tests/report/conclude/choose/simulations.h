// How many simulated studies a test looks at: a few in the suite, and as many as are asked for by
// REMEDY_SIMULATIONS=200.
#pragma once

#include <algorithm>
#include <cstdlib>

namespace remedy::testing {

inline int simulated_studies(int in_the_suite) {
  const char* asked = std::getenv("REMEDY_SIMULATIONS");
  return std::max(in_the_suite, asked == nullptr ? 0 : std::atoi(asked));
}

}  // namespace remedy::testing
