#include "evaluate/suite_metrics.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "statistics/calibration.h"
#include "statistics/describe.h"

namespace remedy {
namespace {

Json distribution(std::vector<double> values) {
  const double average = statistics::mean(values);
  std::sort(values.begin(), values.end());
  return {{"mean", average},
          {"median", statistics::quantile(values, 0.5)},
          {"p95", statistics::quantile(values, 0.95)},
          {"max", values.back()}};
}

struct Flips {
  std::int64_t negative = 0, positive = 0, churn = 0, correct_before = 0, correct_after = 0;
};

Flips count_flips(const SuiteOutcome& o) {
  Flips flips;
  for (std::size_t i = 0; i < o.labels.size(); ++i) {
    const bool before = o.baseline.predicted[i] == o.labels[i];
    const bool after = o.remediated.predicted[i] == o.labels[i];
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

// Of the images that `counts` admits, the share predicted as one of the target classes.
template <typename Admit>
Json predicted_as_target(const SuiteOutcome& o, const Outcomes& model, Admit admit) {
  const auto is_target = [&](int c) {
    return std::find(o.target_classes.begin(), o.target_classes.end(), c) != o.target_classes.end();
  };
  std::int64_t images = 0, hits = 0;
  for (std::size_t i = 0; i < o.labels.size(); ++i) {
    if (!admit(is_target(o.labels[i]))) continue;
    ++images;
    hits += is_target(model.predicted[i]);
  }
  return images == 0 ? Json(nullptr)
                     : Json(static_cast<double>(hits) / static_cast<double>(images));
}

template <typename Measure>
Json before_and_after(const SuiteOutcome& o, Measure measure) {
  return {{"baseline", measure(o.baseline)}, {"remediated", measure(o.remediated)}};
}

// Of the confidence in what is predicted: how far it is off, and how high it is.
Json calibration(const SuiteOutcome& o, const Outcomes& model) {
  const std::vector<double> confidences(model.confidence.begin(), model.confidence.end());
  std::vector<bool> correct;
  for (std::size_t i = 0; i < o.labels.size(); ++i) {
    correct.push_back(model.predicted[i] == o.labels[i]);
  }
  return {{"ece", statistics::expected_calibration_error(confidences, correct)},
          {"brier", statistics::brier_score(confidences, correct)},
          {"confidence", statistics::mean(confidences)}};
}

Json ratio(double numerator, double denominator) {
  return denominator == 0 ? Json(nullptr) : Json(numerator / denominator);
}

}  // namespace

double top_k(const Outcomes& outcomes, int k) {
  const auto hits = std::count_if(outcomes.rank.begin(), outcomes.rank.end(),
                                  [k](std::int32_t rank) { return rank < k; });
  return static_cast<double>(hits) / static_cast<double>(outcomes.rank.size());
}

Json suite_metrics(const SuiteOutcome& o) {
  if (o.labels.empty()) throw Error("a suite without images cannot be measured");
  const Flips flips = count_flips(o);
  check_identities(flips);
  const auto n = static_cast<double>(o.labels.size());
  const double old_top1 = top_k(o.baseline, 1), new_top1 = top_k(o.remediated, 1);
  const double old_top5 = top_k(o.baseline, 5), new_top5 = top_k(o.remediated, 5);
  const double nfr = static_cast<double>(flips.negative) / n;
  Json json;
  json["role"] = to_string(o.role);
  json["images"] = o.labels.size();
  json["baseline"] = {{"top1", old_top1}, {"top3", top_k(o.baseline, 3)}, {"top5", old_top5}};
  json["top1"] = new_top1;
  json["top3"] = top_k(o.remediated, 3);
  json["top5"] = new_top5;
  json["retention"] = ratio(new_top1, old_top1);
  json["retention_top5"] = ratio(new_top5, old_top5);
  json["negative_flips"] = flips.negative;
  json["positive_flips"] = flips.positive;
  json["negative_flip_rate"] = nfr;
  json["relative_nfr"] = ratio(nfr, old_top1 * (1 - new_top1));
  json["churn"] = flips.churn;
  json["kl"] = distribution(o.divergences.kl);
  json["js"] = distribution(o.divergences.js);
  json["over_prediction"] = before_and_after(o, [&](const Outcomes& model) {
    return predicted_as_target(o, model, [](bool target) { return !target; });
  });
  json["predicted_as_target"] = before_and_after(o, [&](const Outcomes& model) {
    return predicted_as_target(o, model, [](bool) { return true; });
  });
  json["target_probability"] = before_and_after(
      o, [](const Outcomes& model) { return statistics::mean(model.target_probability); });
  json["calibration"] =
      before_and_after(o, [&](const Outcomes& model) { return calibration(o, model); });
  json["classes"] = class_losses(o.labels, o.baseline, o.remediated, o.class_name);
  return json;
}

}  // namespace remedy
