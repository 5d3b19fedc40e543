#include "evaluate/sample_metrics.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace remedy {
namespace {

// Log-probabilities of one row.
void log_softmax(const float* logits, int classes, std::vector<double>& out) {
  out.resize(static_cast<std::size_t>(classes));
  double largest = logits[0];
  for (int c = 1; c < classes; ++c) largest = std::max(largest, static_cast<double>(logits[c]));
  double sum = 0;
  for (int c = 0; c < classes; ++c) sum += std::exp(logits[c] - largest);
  const double log_sum = largest + std::log(sum);
  for (int c = 0; c < classes; ++c) out[static_cast<std::size_t>(c)] = logits[c] - log_sum;
}

double not_negative(double value, const char* name) {
  if (value < -1e-9 || std::isnan(value)) {
    throw Error("the {} divergence of an image came out as {}: it cannot be negative", name, value);
  }
  return std::max(value, 0.0);
}

}  // namespace

Outcomes outcomes(const float* logits, const std::vector<std::int32_t>& labels, int classes,
                  int target_class) {
  Outcomes result;
  std::vector<double> log_p;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float* row = logits + i * static_cast<std::size_t>(classes);
    const float own = row[labels[i]];
    int best = 0, rank = 0;
    for (int c = 0; c < classes; ++c) {
      if (!std::isfinite(row[c])) {
        throw Error("the logit of class {} for image {} is {}", c, i, row[c]);
      }
      if (row[c] > row[best]) best = c;
      if (row[c] > own || (row[c] == own && c < labels[i])) ++rank;
    }
    log_softmax(row, classes, log_p);
    const auto probability = [&](int c) {
      return static_cast<float>(std::exp(log_p[static_cast<std::size_t>(c)]));
    };
    result.predicted.push_back(best);
    result.rank.push_back(rank);
    result.confidence.push_back(probability(best));
    result.label_probability.push_back(probability(labels[i]));
    result.target_probability.push_back(probability(target_class));
  }
  return result;
}

Divergences divergences(const float* baseline, const float* remediated, std::size_t n,
                        int classes) {
  Divergences result;
  std::vector<double> log_p, log_q;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t row = i * static_cast<std::size_t>(classes);
    log_softmax(baseline + row, classes, log_p);
    log_softmax(remediated + row, classes, log_q);
    double kl = 0, js = 0;
    for (std::size_t c = 0; c < log_p.size(); ++c) {
      const double p = std::exp(log_p[c]), q = std::exp(log_q[c]);
      kl += p * (log_p[c] - log_q[c]);
      const double log_m = std::log(0.5 * (p + q));
      if (p > 0) js += 0.5 * p * (log_p[c] - log_m);
      if (q > 0) js += 0.5 * q * (log_q[c] - log_m);
    }
    // Equal rows differ by nothing, whatever the rounding of log((p + q) / 2).
    if (std::equal(log_p.begin(), log_p.end(), log_q.begin())) js = 0;
    result.kl.push_back(not_negative(kl, "Kullback-Leibler"));
    result.js.push_back(not_negative(js, "Jensen-Shannon"));
  }
  return result;
}

}  // namespace remedy
