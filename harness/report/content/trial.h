// A planned trial in a report, whatever became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/named.h"
#include "core/plan/plan.h"
#include "core/run/record.h"
#include "report/content/figures.h"
#include "report/content/sensitivity.h"
#include "statistics/calibration.h"
#include "statistics/intervals.h"

namespace remedy {

// A suite's entry in a record, and what follows from it.
struct SuiteRow {
  SuiteFigures recorded;   // but for the classes, which settings gather
  double top1_points = 0;  // difference of top-1 to the baseline, in percentage points
  // Exact, two-sided, of negative against positive flips; and after Holm's correction over the
  // trials of a run on that suite. Nothing where the flips are impossible.
  std::optional<double> mcnemar_p, mcnemar_p_holm;
  // Of that difference where neither model is better, in points.
  std::optional<double> paired_standard_error;
  // 95 % Wilson intervals of its rates, in suites below kSmallSuite images only.
  std::vector<std::pair<Figure, statistics::Interval>> intervals;
  // What a perfectly calibrated model would show; where the run keeps confidences.
  std::optional<statistics::CalibratedError> calibrated_before, calibrated_after;
};

// Nothing where it is not defined or not known.
std::optional<double> figure_of(const SuiteRow& row, Figure figure);
// All that are, the baseline's first, in the order of their tables.
std::vector<std::pair<const Metric*, double>> figures_of(const SuiteRow& row);

// How a trial's training ended, by the rule that its plan has.
struct StopRow {
  StopRule rule;
  bool stops = false;           // whether it trains until the rule is met
  std::optional<bool> reached;  // nothing without a result, or where the record does not say
  std::optional<double> accuracy;
  std::optional<std::int64_t> steps, probes;
};

struct TrialRow {
  std::size_t run = 0;      // index in the report
  std::size_t setting = 0;  // likewise
  Trial planned;
  std::optional<Status> status;  // nothing: it left no record that can be read
  std::string reason;
  std::optional<StopRow> stop;
  bool published = false;  // stopped on a reported suite, or starts from one that did
  Named<SuiteRow> suites;  // in the order of its record
  // The draw with the same predictions, of an earlier one; see settings/repeated_draws.h.
  std::optional<std::int64_t> repeats_draw;
  std::vector<Sensitivity> sensitivity;   // empty where the run keeps no margins of the trial
  std::optional<double> apply, evaluate;  // seconds

  bool has_result() const { return status && remedy::has_result(*status); }
};

}  // namespace remedy
