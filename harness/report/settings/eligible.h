// Which settings have fixed what is broken.
#pragma once

#include <optional>
#include <vector>

#include "core/study/study.h"
#include "report/content/setting.h"
#include "report/content/suite.h"
#include "statistics/intervals.h"

namespace remedy {

// The rate of the suites to fix that a setting gets right, on average over its draws, all images
// together, and Wilson's 95 % interval for so many images. Nothing without such a suite or figure.
struct FixRate {
  double rate = 0;
  statistics::Interval interval{0, 1};
};
std::optional<FixRate> fix_rate(const Setting& setting, const std::vector<ReportSuite>& suites);

// Whether every planned trial met the stop criterion.
bool all_reached(const Setting& setting);

// Whether the whole interval of the fix rate lies above what the study accepts; also where there is
// no suite to fix, for then the stop criterion is all that can be asked.
bool is_fixed(const Setting& setting, const std::vector<ReportSuite>& suites,
              const Acceptance& accept);

// Whether it keeps less of some suite to retain than the study accepts, on average over its draws.
bool keeps_too_little(const Setting& setting, const std::vector<ReportSuite>& suites,
                      const Acceptance& accept);

}  // namespace remedy
