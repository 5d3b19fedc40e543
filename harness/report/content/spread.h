// A figure over the trials of a setting.
#pragma once

#include <cstddef>
#include <optional>

#include "statistics/intervals.h"

namespace remedy {

// What an interval holds for; see settings/spread_interval.h.
enum class HoldsFor { kDraws, kImages, kDrawsAndImages };
const char* to_string(HoldsFor what);  // "draws and images"

struct Spread {
  std::size_t trials = 0;  // how many it was taken over: fewer than planned where some lack it
  std::size_t units = 0;   // how many draws, or seeds where nothing is drawn
  // Over these, seeds averaged first. Of p-values there is neither mean nor deviation.
  std::optional<double> mean;
  double min = 0, max = 0;
  std::optional<double> sd;                      // of two or more
  std::optional<statistics::Interval> interval;  // of 95 %
  HoldsFor holds_for = HoldsFor::kDraws;         // where there is an interval
};

}  // namespace remedy
