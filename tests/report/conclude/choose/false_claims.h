// What reports claim of studies of which the truth is known.
#pragma once

#include <cstdint>

#include "report/synthetic_study.h"

namespace remedy::testing {

// In how many studies, or of how many settings, something was said.
struct Claims {
  int studies = 0;
  // Studies with a false claim.
  int set_without_best = 0;   // no setting that is the best is in the set
  int worse = 0;              // a remediation that is as good is worse than the named one
  int worse_on_these = 0;     // the same of these draws, where it is not
  int more_than_control = 0;  // a remediation does more than the control that is as good
  int some_best_dropped =
      0;  // some of the best is not in the set, which is no claim; see verdict.h
  // Settings, methods.
  double best = 0, best_dropped = 0, worse_settings = 0, worse_dropped = 0;
  double worse_methods = 0, worse_methods_told = 0;
  double optimism = 0, optimism_left = 0;  // points, of the figure shown and of the other
};

// Of so many studies of a design, each with a seed of its own from `seed` on.
Claims claims_of(const SyntheticDesign& design, int studies, std::uint64_t seed);

}  // namespace remedy::testing
