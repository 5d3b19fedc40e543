// The figures of a suite that reports show: one table that analysis and renderers share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace remedy {

// Below this many images every rate of a suite carries its interval.
inline constexpr int kSmallSuite = 500;

// Of the remediated classifier in the order in which tables show them, then of the baseline.
enum class Figure {
  kTop1,
  kTop1Points,
  kPairedStandardError,
  kTop3,
  kTop5,
  kRetention,
  kRetentionTop5,
  kNegativeFlips,
  kPositiveFlips,
  kMcnemarP,
  kMcnemarPHolm,
  kNegativeFlipRate,
  kRelativeNfr,
  kChurn,
  kKlMean,
  kKlMedian,
  kKlP95,
  kKlMax,
  kJsMean,
  kJsMedian,
  kJsP95,
  kJsMax,
  kOverPrediction,
  kPredictedAsTarget,
  kTargetProbability,
  kEce,
  kEceCalibrated,
  kEceCalibratedP95,
  kBrier,
  kConfidence,
  kBaselineTop1,
  kBaselineTop3,
  kBaselineTop5,
  kBaselineOverPrediction,
  kBaselinePredictedAsTarget,
  kBaselineTargetProbability,
  kBaselineEce,
  kBaselineEceCalibrated,
  kBaselineEceCalibratedP95,
  kBaselineBrier,
  kBaselineConfidence,
};

// How many of them are of the remediated.
inline constexpr std::size_t kSuiteFigures = static_cast<std::size_t>(Figure::kBaselineTop1);

enum class Unit {
  kShare,   // of images, or a probability: in [0, 1]
  kRatio,   // not negative
  kPoints,  // percentage points, of either sign
  kCount,   // of images
  kNats,    // not negative
  kP,       // of a test
};

struct Metric {
  Figure figure = Figure::kTop1;
  std::string key;  // its path in a suite's entry, and its column in the CSV: "kl.mean"
  Unit unit = Unit::kShare;
  bool rate = false;     // a share of all of the suite's images: an interval can be given
  bool derived = false;  // made by the analysis; a record does not hold it
};

// Of the remediated classifier, in the order in which tables show them.
const std::vector<Metric>& suite_metrics_table();
// Of the baseline, likewise.
const std::vector<Metric>& baseline_metrics_table();
// Of either.
const Metric& metric_of(Figure figure);
inline Unit unit_of(Figure figure) { return metric_of(figure).unit; }

// The smallest difference that the figure of one draw on so many images can have; 0 where there is
// none. `top1_before`, of the baseline, is what retention is relative to; 0: not known.
double smallest_step(const Metric& metric, std::int64_t images, double top1_before = 0);

// A figure of a suite with the title of its column.
struct SuiteColumn {
  std::size_t place = 0;  // of the suite in the report
  std::string suite;      // its name
  Figure figure = Figure::kTop1;
  std::string title;
};

}  // namespace remedy
