// Figures as functions of N: what trends.h and predictability.h look at.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "report/settings/columns.h"

namespace remedy {

// The trials of a remediation that differ in N, draw and seed alone.
struct Series {
  std::size_t setting = 0;  // one of them
  std::vector<ParentSetting> after;
  // by N, then draw: that draw's trials, one for each seed
  std::map<std::int64_t, std::map<std::int64_t, std::vector<const TrialRow*>>> trials;
  // Draws that are not among them: at every N they train on the same images, or predict the same,
  // bit for bit, as an earlier draw. They count once.
  std::vector<std::int64_t> counted_once;
  // N that are not among them: some of the draws that are left trained on the same images there,
  // and are not independent of each other.
  std::vector<std::int64_t> repeated;
  std::vector<std::int64_t> identical;  // likewise: some gave the same predictions, bit for bit

  std::vector<std::int64_t> anchor_classes() const;  // N, ascending
};

// Those of a report that are drawn, in the order of the trials; they point into the report.
std::vector<Series> series_of(const Report& report);

// The figures that are asked about: the headline's, where two are the same in other units one.
std::vector<SuiteColumn> asked_columns(const Report& report);

// The mean over seeds; nothing where one has no value.
std::optional<double> value_of(const std::vector<const TrialRow*>& trials,
                               const SuiteColumn& column);

// N as the number of doublings of 1.
std::vector<double> log2_of(const std::vector<std::int64_t>& anchor_classes);

// Of one draw: the figure at every N, ascending; fewer values where some are not known.
std::vector<double> values_of(const Series& series, std::int64_t draw, const SuiteColumn& column);

}  // namespace remedy
