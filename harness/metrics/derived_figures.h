// Gaps between suites and between groups, and shape bias. No torch.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/run/derived_figures.h"
#include "core/study/derived.h"
#include "metrics/suite_metrics.h"

namespace remedy {

struct MeasuredSuite {
  std::string name;
  SuiteOutcome outcome;
  std::vector<std::string> pair_keys;  // of each image; empty: its images have no partners
};

// Of two suites that both have pair keys the difference is taken over the images with the same key,
// with Bonett and Price's interval; of other suites over all images, with Wilson's intervals joined
// by MOVER. Of groups, which share no image, every accuracy enters once with its weight, and
// distances from the ends of Wilson's intervals add as squares. Shape bias has Wilson's interval.
// Throws Error naming the suite, grouping or group that is not there, keys that stand in a suite
// twice, suites without a common key, and groups that share images.
DerivedFigures derived_figures(const Derived& derived, const std::vector<MeasuredSuite>& suites);

}  // namespace remedy
