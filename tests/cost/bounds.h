// What each hot path cost when it was last looked at. A guard fails where the cost has grown by
// half or more, so that a doubling never passes, and where it has fallen below half, so that a
// bound never lies far above what it guards. Either way the message says what to write here.
#pragma once

#include <cstdint>

namespace remedy::cost {

struct Bound {
  const char* name;
  std::uint64_t allocations;   // calls of operator new, after a first call that fills caches
  std::uint64_t instructions;  // by callgrind: GCC 12, Release, x86-64
};

inline constexpr Bound kBounds[] = {
    {"metrics_outcomes", 8, 9'381'319},       {"metrics_divergences", 7, 34'993'961},
    {"metrics_suite", 110, 203'973},          {"study_reading", 1'843, 4'670'577},
    {"study_planning", 164'959, 143'271'509}, {"report_analysis", 19'761, 11'985'328},
    {"report_markdown", 3'546, 5'821'569},    {"report_csv", 22'208, 15'959'504},
    {"report_page", 19'957, 17'315'391},
};

inline constexpr double kMost = 1.5, kLeast = 0.5;

inline bool within(std::uint64_t measured, std::uint64_t recorded) {
  const auto now = static_cast<double>(measured), then = static_cast<double>(recorded);
  return now < kMost * then && now > kLeast * then;
}

}  // namespace remedy::cost
