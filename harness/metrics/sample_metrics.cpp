#include "metrics/sample_metrics.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/error.h"
#include "core/parallel.h"

namespace remedy {
namespace {

// A row of logits as probabilities: p_c = weight[c] / sum, log p_c = logit_c - log_sum.
struct Softmax {
  const float* logits = nullptr;
  std::vector<double> weights;
  double sum = 0;
  double log_sum = 0;

  void take(const float* row, int classes) {
    logits = row;
    weights.resize(static_cast<std::size_t>(classes));
    const double largest = *std::max_element(row, row + classes);
    sum = 0;
    for (std::size_t c = 0; c < weights.size(); ++c) {
      weights[c] = std::exp(row[c] - largest);
      sum += weights[c];
    }
    log_sum = largest + std::log(sum);
  }
  double probability(std::size_t c) const { return weights[c] / sum; }
  double log_probability(std::size_t c) const { return logits[c] - log_sum; }
};

// Calls work(begin, end) for parts of 0 ... n - 1.
void for_parts(std::size_t n, int threads,
               const std::function<void(std::size_t, std::size_t)>& work) {
  const std::size_t part = 64;
  parallel_for((n + part - 1) / part, threads,
               [&](std::size_t i) { work(i * part, std::min(n, (i + 1) * part)); });
}

double not_negative(double value, const char* name) {
  if (value < -1e-9 || std::isnan(value)) {
    throw Error("the {} divergence of an image came out as {}: it cannot be negative", name, value);
  }
  return std::max(value, 0.0);
}

struct Place {
  std::int32_t best = 0;
  std::int32_t rank = 0;
};

// Where the largest logit is, and how many stand before the label's.
Place place_of(const float* row, std::int32_t label, int classes, std::size_t image) {
  const float own = row[label];
  Place place;
  for (int c = 0; c < classes; ++c) {
    if (!std::isfinite(row[c])) {
      throw Error("the logit of class {} for image {} is {}", c, image, row[c]);
    }
    if (row[c] > row[place.best]) place.best = c;
    place.rank += row[c] > own || (row[c] == own && c < label);
  }
  return place;
}

}  // namespace

Outcomes outcomes(const float* logits, const std::vector<std::int32_t>& labels, int classes,
                  int target_class, int threads) {
  const std::size_t n = labels.size();
  Outcomes result;
  result.predicted.resize(n);
  result.rank.resize(n);
  result.confidence.resize(n);
  result.label_probability.resize(n);
  result.target_probability.resize(n);
  for_parts(n, threads, [&](std::size_t begin, std::size_t end) {
    Softmax softmax;
    for (std::size_t i = begin; i < end; ++i) {
      const float* row = logits + i * static_cast<std::size_t>(classes);
      const Place place = place_of(row, labels[i], classes, i);
      softmax.take(row, classes);
      const auto probability = [&](int c) {
        return static_cast<float>(softmax.probability(static_cast<std::size_t>(c)));
      };
      result.predicted[i] = place.best;
      result.rank[i] = place.rank;
      result.confidence[i] = probability(place.best);
      result.label_probability[i] = probability(labels[i]);
      result.target_probability[i] = probability(target_class);
    }
  });
  return result;
}

Divergences divergences(const float* baseline, const float* remediated, std::size_t n, int classes,
                        int threads) {
  Divergences result;
  result.kl.resize(n);
  result.js.resize(n);
  for_parts(n, threads, [&](std::size_t begin, std::size_t end) {
    Softmax before, after;
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t row = i * static_cast<std::size_t>(classes);
      before.take(baseline + row, classes);
      after.take(remediated + row, classes);
      double kl = 0, js = 0;
      for (std::size_t c = 0; c < before.weights.size(); ++c) {
        const double p = before.probability(c), q = after.probability(c);
        const double log_p = before.log_probability(c), log_q = after.log_probability(c);
        kl += p * (log_p - log_q);
        const double log_m = std::log(0.5 * (p + q));
        if (p > 0) js += 0.5 * p * (log_p - log_m);
        if (q > 0) js += 0.5 * q * (log_q - log_m);
      }
      // Equal rows differ by nothing, whatever the rounding of log((p + q) / 2).
      if (std::equal(before.logits, before.logits + classes, after.logits)) js = 0;
      result.kl[i] = not_negative(kl, "Kullback-Leibler");
      result.js[i] = not_negative(js, "Jensen-Shannon");
    }
  });
  return result;
}

}  // namespace remedy
