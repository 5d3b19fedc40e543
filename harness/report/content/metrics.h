// The metrics of a suite that reports show: one table that analysis and renderers share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace remedy {

// Below this many images every rate of a suite carries its interval.
inline constexpr int kSmallSuite = 500;

enum class Unit {
  kShare,   // of images, or a probability: in [0, 1]
  kRatio,   // not negative
  kPoints,  // percentage points, of either sign
  kCount,   // of images
  kNats,    // not negative
  kP,       // of a test
};

struct Metric {
  std::string key;  // its path in a suite's entry, and its column in the CSV: "kl.mean"
  Unit unit = Unit::kShare;
  bool rate = false;     // a share of all of the suite's images: an interval can be given
  bool derived = false;  // made by the analysis; a record does not hold it
  bool newer = false;    // records of older versions lack it
};

// Of the remediated classifier, in the order in which tables show them.
const std::vector<Metric>& suite_metrics_table();
// Of the baseline, likewise.
const std::vector<Metric>& baseline_metrics_table();

// The smallest difference that the figure of one draw on so many images can have; 0 where there is
// none. `top1_before`, of the baseline, is what retention is relative to; 0: not known.
double smallest_step(const Metric& metric, std::int64_t images, double top1_before = 0);

// "a share between 0 and 1"
std::string allowed_values(Unit unit);
bool is_allowed(Unit unit, double value);

}  // namespace remedy
