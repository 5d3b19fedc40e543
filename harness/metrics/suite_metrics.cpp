#include "metrics/suite_metrics.h"

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "metrics/group_figures.h"
#include "statistics/basic/describe.h"
#include "statistics/calibration.h"

namespace remedy {
namespace {

Distribution distribution(std::vector<double> values) {
  const double average = statistics::mean(values);
  std::sort(values.begin(), values.end());
  return {average, statistics::quantile(values, 0.5), statistics::quantile(values, 0.95),
          values.back()};
}

struct Flips {
  std::int64_t negative = 0, positive = 0, churn = 0, correct_before = 0, correct_after = 0;
};

Flips count_flips(const SuiteOutcome& o) {
  Flips flips;
  for (std::size_t i = 0; i < o.labels.size(); ++i) {
    const bool before = o.baseline.right(i, o.labels[i]);
    const bool after = o.remediated.right(i, o.labels[i]);
    flips.correct_before += before;
    flips.correct_after += after;
    flips.negative += before && !after;
    flips.positive += !before && after;
    flips.churn += o.baseline.predicted[i] != o.remediated.predicted[i];
  }
  return flips;
}

void check_identities(const Flips& flips) {
  if (flips.negative - flips.positive != flips.correct_before - flips.correct_after ||
      flips.churn < flips.negative + flips.positive) {
    throw Error(
        "flips do not add up: {} negative, {} positive, {} predictions changed, {} correct "
        "before, {} after",
        flips.negative, flips.positive, flips.churn, flips.correct_before, flips.correct_after);
  }
}

std::optional<double> ratio(double numerator, double denominator) {
  if (denominator == 0) return std::nullopt;
  return numerator / denominator;
}

// Of the images that are admitted, the share predicted as one of the target classes.
template <typename Admit>
std::optional<double> predicted_as_target(const SuiteOutcome& o, const Outcomes& model,
                                          Admit admit) {
  if (o.target_classes.empty()) return std::nullopt;
  const auto is_target = [&](int c) {
    return std::find(o.target_classes.begin(), o.target_classes.end(), c) != o.target_classes.end();
  };
  std::int64_t images = 0, hits = 0;
  for (std::size_t i = 0; i < o.labels.size(); ++i) {
    if (!admit(is_target(o.labels[i]))) continue;
    ++images;
    hits += is_target(model.predicted[i]);
  }
  return ratio(static_cast<double>(hits), static_cast<double>(images));
}

// Of the confidence in what is predicted: how far it is off, and how high it is.
Calibration calibration(const SuiteOutcome& o, const Outcomes& model) {
  const std::vector<double> confidences(model.confidence.begin(), model.confidence.end());
  std::vector<bool> correct;
  for (std::size_t i = 0; i < o.labels.size(); ++i) {
    correct.push_back(model.right(i, o.labels[i]));
  }
  return {statistics::expected_calibration_error(confidences, correct),
          statistics::brier_score(confidences, correct), statistics::mean(confidences)};
}

TopK accuracies(const Outcomes& outcomes) {
  return {top_k(outcomes, 1), top_k(outcomes, 3), top_k(outcomes, 5)};
}

}  // namespace

double top_k(const Outcomes& outcomes, int k) {
  const auto hits = std::count_if(outcomes.rank.begin(), outcomes.rank.end(),
                                  [k](std::int32_t rank) { return rank < k; });
  return static_cast<double>(hits) / static_cast<double>(outcomes.rank.size());
}

SuiteFigures suite_metrics(const SuiteOutcome& o) {
  if (o.labels.empty()) throw Error("a suite without images cannot be measured");
  const Flips flips = count_flips(o);
  check_identities(flips);
  const auto others = [](bool target) { return !target; };
  const auto all = [](bool) { return true; };
  SuiteFigures figures;
  figures.role = o.role;
  figures.images = static_cast<std::int64_t>(o.labels.size());
  figures.baseline = accuracies(o.baseline);
  figures.remediated = accuracies(o.remediated);
  figures.retention = ratio(figures.remediated.top1, figures.baseline.top1);
  figures.retention_top5 = ratio(figures.remediated.top5, figures.baseline.top5);
  figures.negative_flips = flips.negative;
  figures.positive_flips = flips.positive;
  figures.negative_flip_rate =
      static_cast<double>(flips.negative) / static_cast<double>(o.labels.size());
  figures.relative_nfr =
      ratio(figures.negative_flip_rate, figures.baseline.top1 * (1 - figures.remediated.top1));
  figures.churn = flips.churn;
  figures.kl = distribution(o.divergences.kl);
  figures.js = distribution(o.divergences.js);
  figures.over_prediction = {predicted_as_target(o, o.baseline, others),
                             predicted_as_target(o, o.remediated, others)};
  figures.predicted_as_target = {predicted_as_target(o, o.baseline, all),
                                 predicted_as_target(o, o.remediated, all)};
  if (!o.target_classes.empty()) {
    figures.target_probability = {statistics::mean(o.baseline.target_probability),
                                  statistics::mean(o.remediated.target_probability)};
  }
  figures.calibration = {calibration(o, o.baseline), calibration(o, o.remediated)};
  figures.classes = class_losses(o.labels, o.baseline, o.remediated, o.class_name);
  for (const ImageGrouping& grouping : o.groupings) {
    figures.groups.emplace_back(grouping.name,
                                group_figures(grouping, o.labels, o.baseline, o.remediated));
  }
  return figures;
}

}  // namespace remedy
