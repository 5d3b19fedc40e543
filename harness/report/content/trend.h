// Does a figure change steadily with N? See conclude/trends/trends.h.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/content/figures.h"
#include "report/content/setting.h"
#include "statistics/intervals.h"

namespace remedy {

enum class TrendVerdict { kRises, kFalls, kNoneShown, kTooFewDraws };
const char* to_string(TrendVerdict verdict);

// Page's test for a rise, and of the negatives for a fall; NaN where there is none.
struct PageBothWays {
  std::size_t blocks = 0, points = 0;
  double l_rising = 0, p_rising = 0, l_falling = 0, p_falling = 0;
};

// NaN where a series is constant.
struct RhoAndP {
  double rho = 0, p = 0;
};

struct SlopeSummary {
  double mean = 0;                      // by doubling N
  statistics::Interval interval{0, 0};  // of 95 %; or not finite
  double deviation = 0, rounding = 0;   // rounding: its floor
  double t = 0;
  int degrees = 0;
};

// Numbers that are not known are NaN.
struct TrendTest {
  std::vector<double> means;  // by N, over the draws used
  SlopeSummary slope;
  PageBothWays page;
  double p = 0;           // two-sided, of the slopes
  double attainable = 0;  // the smallest p that Page's test could give
  RhoAndP spearman;
  std::int64_t kendall_s = 0;
  double kendall_p = 0;
  bool towards_rising = true;  // the side of the slope, which the isotonic fit takes
  double isotonic_r2 = 0, isotonic_null_mean = 0, isotonic_p = 0;
};

struct Trend {
  std::size_t setting = 0;  // one of those of the series
  std::vector<ParentSetting> after;
  SuiteColumn column;
  std::vector<std::int64_t> anchor_classes;  // ascending
  std::size_t draws = 0;                     // used
  int left_out = 0;
  std::optional<TrendTest> test;
  std::optional<double> p_holm;
  TrendVerdict verdict = TrendVerdict::kTooFewDraws;

  bool shown() const { return verdict == TrendVerdict::kRises || verdict == TrendVerdict::kFalls; }
};

}  // namespace remedy
