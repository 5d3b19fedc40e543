#include "report/content/figures.h"

namespace remedy {
namespace {

Metric share(Figure figure, const char* key) { return {figure, key, Unit::kShare, false, false}; }
Metric rate(Figure figure, const char* key) {
  return {figure, key, Unit::kShare, /*rate=*/true, false};
}
Metric in(Unit unit, Figure figure, const char* key) { return {figure, key, unit, false, false}; }
Metric derived(Unit unit, Figure figure, const char* key) {
  return {figure, key, unit, false, /*derived=*/true};
}

}  // namespace

const std::vector<Metric>& suite_metrics_table() {
  static const std::vector<Metric> metrics = {
      rate(Figure::kTop1, "top1"),
      derived(Unit::kPoints, Figure::kTop1Points, "top1_points"),
      derived(Unit::kPoints, Figure::kPairedStandardError, "paired_standard_error"),
      rate(Figure::kTop3, "top3"),
      rate(Figure::kTop5, "top5"),
      in(Unit::kRatio, Figure::kRetention, "retention"),
      in(Unit::kRatio, Figure::kRetentionTop5, "retention_top5"),
      in(Unit::kCount, Figure::kNegativeFlips, "negative_flips"),
      in(Unit::kCount, Figure::kPositiveFlips, "positive_flips"),
      derived(Unit::kP, Figure::kMcnemarP, "mcnemar_p"),
      derived(Unit::kP, Figure::kMcnemarPHolm, "mcnemar_p_holm"),
      rate(Figure::kNegativeFlipRate, "negative_flip_rate"),
      in(Unit::kRatio, Figure::kRelativeNfr, "relative_nfr"),
      in(Unit::kCount, Figure::kChurn, "churn"),
      in(Unit::kNats, Figure::kKlMean, "kl.mean"),
      in(Unit::kNats, Figure::kKlMedian, "kl.median"),
      in(Unit::kNats, Figure::kKlP95, "kl.p95"),
      in(Unit::kNats, Figure::kKlMax, "kl.max"),
      in(Unit::kNats, Figure::kJsMean, "js.mean"),
      in(Unit::kNats, Figure::kJsMedian, "js.median"),
      in(Unit::kNats, Figure::kJsP95, "js.p95"),
      in(Unit::kNats, Figure::kJsMax, "js.max"),
      share(Figure::kOverPrediction, "over_prediction.remediated"),
      rate(Figure::kPredictedAsTarget, "predicted_as_target.remediated"),
      share(Figure::kTargetProbability, "target_probability.remediated"),
      share(Figure::kEce, "calibration.remediated.ece"),
      derived(Unit::kShare, Figure::kEceCalibrated, "calibration.remediated.ece_calibrated"),
      derived(Unit::kShare, Figure::kEceCalibratedP95, "calibration.remediated.ece_calibrated_p95"),
      share(Figure::kBrier, "calibration.remediated.brier"),
      share(Figure::kConfidence, "calibration.remediated.confidence"),
  };
  return metrics;
}

const std::vector<Metric>& baseline_metrics_table() {
  static const std::vector<Metric> metrics = {
      rate(Figure::kBaselineTop1, "baseline.top1"),
      rate(Figure::kBaselineTop3, "baseline.top3"),
      rate(Figure::kBaselineTop5, "baseline.top5"),
      share(Figure::kBaselineOverPrediction, "over_prediction.baseline"),
      rate(Figure::kBaselinePredictedAsTarget, "predicted_as_target.baseline"),
      share(Figure::kBaselineTargetProbability, "target_probability.baseline"),
      share(Figure::kBaselineEce, "calibration.baseline.ece"),
      derived(Unit::kShare, Figure::kBaselineEceCalibrated, "calibration.baseline.ece_calibrated"),
      derived(Unit::kShare, Figure::kBaselineEceCalibratedP95,
              "calibration.baseline.ece_calibrated_p95"),
      share(Figure::kBaselineBrier, "calibration.baseline.brier"),
      share(Figure::kBaselineConfidence, "calibration.baseline.confidence"),
  };
  return metrics;
}

const Metric& metric_of(Figure figure) {
  const auto place = static_cast<std::size_t>(figure);
  return place < kSuiteFigures ? suite_metrics_table()[place]
                               : baseline_metrics_table()[place - kSuiteFigures];
}

double smallest_step(const Metric& metric, std::int64_t images, double top1_before) {
  if (metric.unit == Unit::kCount) return 1;
  if (images == 0 || metric.unit == Unit::kNats) return 0;
  const double share_of_one = 1 / static_cast<double>(images);
  if (metric.unit == Unit::kPoints) return 100 * share_of_one;
  return metric.figure == Figure::kRetention && top1_before > 0 ? share_of_one / top1_before
                                                                : share_of_one;
}

}  // namespace remedy
