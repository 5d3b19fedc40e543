#include "report/content/metrics.h"

namespace remedy {
namespace {

// What records hold since they tell of calibration.
Metric newer(const char* key) {
  return {key, Unit::kShare, /*rate=*/false, /*derived=*/false, /*newer=*/true};
}

// Made from the predictions, where they are kept.
Metric of_predictions(const char* key) {
  return {key, Unit::kShare, /*rate=*/false, /*derived=*/true, /*newer=*/true};
}

}  // namespace

const std::vector<Metric>& suite_metrics_table() {
  static const std::vector<Metric> metrics = {
      {"top1", Unit::kShare, /*rate=*/true},
      {"top1_points", Unit::kPoints, /*rate=*/false, /*derived=*/true},
      {"paired_standard_error", Unit::kPoints, /*rate=*/false, /*derived=*/true},
      {"top3", Unit::kShare, /*rate=*/true},
      {"top5", Unit::kShare, /*rate=*/true},
      {"retention", Unit::kRatio},
      {"retention_top5", Unit::kRatio},
      {"negative_flips", Unit::kCount},
      {"positive_flips", Unit::kCount},
      {"mcnemar_p", Unit::kP, /*rate=*/false, /*derived=*/true},
      {"mcnemar_p_holm", Unit::kP, /*rate=*/false, /*derived=*/true},
      {"negative_flip_rate", Unit::kShare, /*rate=*/true},
      {"relative_nfr", Unit::kRatio},
      {"churn", Unit::kCount},
      {"kl.mean", Unit::kNats},
      {"kl.median", Unit::kNats},
      {"kl.p95", Unit::kNats},
      {"kl.max", Unit::kNats},
      {"js.mean", Unit::kNats},
      {"js.median", Unit::kNats},
      {"js.p95", Unit::kNats},
      {"js.max", Unit::kNats},
      {"over_prediction.remediated", Unit::kShare},
      {"predicted_as_target.remediated", Unit::kShare, /*rate=*/true},
      {"target_probability.remediated", Unit::kShare},
      newer("calibration.remediated.ece"),
      of_predictions("calibration.remediated.ece_calibrated"),
      of_predictions("calibration.remediated.ece_calibrated_p95"),
      newer("calibration.remediated.brier"),
      newer("calibration.remediated.confidence"),
  };
  return metrics;
}

const std::vector<Metric>& baseline_metrics_table() {
  static const std::vector<Metric> metrics = {
      {"baseline.top1", Unit::kShare, /*rate=*/true},
      {"baseline.top3", Unit::kShare, /*rate=*/true},
      {"baseline.top5", Unit::kShare, /*rate=*/true},
      {"over_prediction.baseline", Unit::kShare},
      {"predicted_as_target.baseline", Unit::kShare, /*rate=*/true},
      {"target_probability.baseline", Unit::kShare},
      newer("calibration.baseline.ece"),
      of_predictions("calibration.baseline.ece_calibrated"),
      of_predictions("calibration.baseline.ece_calibrated_p95"),
      newer("calibration.baseline.brier"),
      newer("calibration.baseline.confidence"),
  };
  return metrics;
}

double smallest_step(const Metric& metric, std::int64_t images, double top1_before) {
  if (metric.unit == Unit::kCount) return 1;
  if (images == 0 || metric.unit == Unit::kNats) return 0;
  const double share = 1 / static_cast<double>(images);
  if (metric.unit == Unit::kPoints) return 100 * share;
  return metric.key == "retention" && top1_before > 0 ? share / top1_before : share;
}

std::string allowed_values(Unit unit) {
  switch (unit) {
    case Unit::kShare:
    case Unit::kP:
      return "a share between 0 and 1";
    case Unit::kCount:
      return "a count of images";
    case Unit::kRatio:
    case Unit::kNats:
      return "a number that is not negative";
    case Unit::kPoints:
      break;
  }
  return "a number";
}

bool is_allowed(Unit unit, double value) {
  switch (unit) {
    case Unit::kShare:
    case Unit::kP:
      return value >= 0 && value <= 1;
    case Unit::kCount:
    case Unit::kRatio:
      return value >= 0;
    case Unit::kNats:
      return value >= -1e-6;  // sums of float32 rounding
    case Unit::kPoints:
      break;
  }
  return true;
}

}  // namespace remedy
