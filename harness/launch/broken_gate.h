// Whether there is something to remedy: a baseline that has no fault, or stop sets and fix suites
// that could not show that it is gone, make a study whose conclusions mean nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/study/study.h"
#include "launch/study_warnings.h"

namespace remedy {

// What the baseline scores on the images of a stop rule.
struct BaselineStop {
  StopRule rule;
  std::int64_t images = 0;
  double accuracy = 0;  // fraction
};

Json to_json(const BaselineStop& stop);
BaselineStop baseline_stop_from_json(const Json& json);

// Why the baseline is not broken, with the figures and the way out, or nothing. What "broken" means
// is said by `baseline.expect.broken`; where that is absent, the baseline must not meet a stop rule
// already and must be wrong on at least half of the suites to fix. `measured` holds "role",
// "images" and "top1" of each suite.
std::string not_broken(const Study& study, const Json& measured,
                       const std::vector<BaselineStop>& stops);

// Stop sets and suites to fix that are too small to show that their threshold is passed: with
// every image right, the lower end of Wilson's 95 % interval is still below it. And stop sets on
// which the baseline is mostly right already.
std::vector<StudyWarning> too_small_to_show(const Study& study, const Json& measured,
                                            const std::vector<BaselineStop>& stops);

}  // namespace remedy
