#include "report/content/trial.h"

namespace remedy {
namespace {

std::optional<double> of_calibration(const std::optional<CalibrationChange>& change,
                                     Calibration CalibrationChange::*model,
                                     std::optional<double> Calibration::*figure) {
  return change ? (*change).*model.*figure : std::nullopt;
}

std::optional<double> of_calibrated(const SuiteRow& row,
                                    const std::optional<statistics::CalibratedError>& error,
                                    double statistics::CalibratedError::*figure) {
  return row.recorded.calibration && error ? std::optional<double>((*error).*figure) : std::nullopt;
}

double count(std::int64_t images) { return static_cast<double>(images); }

}  // namespace

std::optional<double> figure_of(const SuiteRow& row, Figure figure) {
  using Change = CalibrationChange;
  const SuiteFigures& f = row.recorded;
  switch (figure) {
    case Figure::kTop1:
      return f.remediated.top1;
    case Figure::kTop1Points:
      return row.top1_points;
    case Figure::kPairedStandardError:
      return row.paired_standard_error;
    case Figure::kTop3:
      return f.remediated.top3;
    case Figure::kTop5:
      return f.remediated.top5;
    case Figure::kRetention:
      return f.retention;
    case Figure::kRetentionTop5:
      return f.retention_top5;
    case Figure::kNegativeFlips:
      return count(f.negative_flips);
    case Figure::kPositiveFlips:
      return count(f.positive_flips);
    case Figure::kMcnemarP:
      return row.mcnemar_p;
    case Figure::kMcnemarPHolm:
      return row.mcnemar_p_holm;
    case Figure::kNegativeFlipRate:
      return f.negative_flip_rate;
    case Figure::kRelativeNfr:
      return f.relative_nfr;
    case Figure::kChurn:
      return count(f.churn);
    case Figure::kKlMean:
      return f.kl.mean;
    case Figure::kKlMedian:
      return f.kl.median;
    case Figure::kKlP95:
      return f.kl.p95;
    case Figure::kKlMax:
      return f.kl.max;
    case Figure::kJsMean:
      return f.js.mean;
    case Figure::kJsMedian:
      return f.js.median;
    case Figure::kJsP95:
      return f.js.p95;
    case Figure::kJsMax:
      return f.js.max;
    case Figure::kOverPrediction:
      return f.over_prediction.remediated;
    case Figure::kPredictedAsTarget:
      return f.predicted_as_target.remediated;
    case Figure::kTargetProbability:
      return f.target_probability.remediated;
    case Figure::kEce:
      return of_calibration(f.calibration, &Change::remediated, &Calibration::ece);
    case Figure::kEceCalibrated:
      return of_calibrated(row, row.calibrated_after, &statistics::CalibratedError::mean);
    case Figure::kEceCalibratedP95:
      return of_calibrated(row, row.calibrated_after, &statistics::CalibratedError::upper);
    case Figure::kBrier:
      return of_calibration(f.calibration, &Change::remediated, &Calibration::brier);
    case Figure::kConfidence:
      return of_calibration(f.calibration, &Change::remediated, &Calibration::confidence);
    case Figure::kBaselineTop1:
      return f.baseline.top1;
    case Figure::kBaselineTop3:
      return f.baseline.top3;
    case Figure::kBaselineTop5:
      return f.baseline.top5;
    case Figure::kBaselineOverPrediction:
      return f.over_prediction.baseline;
    case Figure::kBaselinePredictedAsTarget:
      return f.predicted_as_target.baseline;
    case Figure::kBaselineTargetProbability:
      return f.target_probability.baseline;
    case Figure::kBaselineEce:
      return of_calibration(f.calibration, &Change::baseline, &Calibration::ece);
    case Figure::kBaselineEceCalibrated:
      return of_calibrated(row, row.calibrated_before, &statistics::CalibratedError::mean);
    case Figure::kBaselineEceCalibratedP95:
      return of_calibrated(row, row.calibrated_before, &statistics::CalibratedError::upper);
    case Figure::kBaselineBrier:
      return of_calibration(f.calibration, &Change::baseline, &Calibration::brier);
    case Figure::kBaselineConfidence:
      return of_calibration(f.calibration, &Change::baseline, &Calibration::confidence);
  }
  return std::nullopt;
}

std::vector<std::pair<const Metric*, double>> figures_of(const SuiteRow& row) {
  std::vector<std::pair<const Metric*, double>> figures;
  for (const auto* table : {&baseline_metrics_table(), &suite_metrics_table()}) {
    for (const Metric& metric : *table) {
      if (const auto value = figure_of(row, metric.figure)) figures.emplace_back(&metric, *value);
    }
  }
  return figures;
}

}  // namespace remedy
