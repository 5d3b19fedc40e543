#include "statistics/calibration.h"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

const double kPi = std::acos(-1.0);

void check_confidences(const std::vector<double>& confidences) {
  for (const double confidence : confidences) {
    if (!(confidence >= 0.0 && confidence <= 1.0)) {
      throw std::invalid_argument("calibration: a confidence lies outside [0, 1]");
    }
  }
}

void check(const std::vector<double>& confidences, const std::vector<bool>& correct) {
  if (confidences.size() != correct.size()) {
    throw std::invalid_argument("calibration: confidences and correctness differ in length");
  }
  check_confidences(confidences);
}

// The i with i/bins < confidence <= (i+1)/bins. The product may round across an edge, so the
// neighbours are compared with the edges themselves.
std::size_t bin_of(double confidence, int bins) {
  int i = static_cast<int>(std::ceil(confidence * bins)) - 1;
  if (i >= 0 && confidence <= static_cast<double>(i) / bins) --i;
  if (confidence > static_cast<double>(i + 1) / bins) ++i;
  return static_cast<std::size_t>(i < 0 ? 0 : i);
}

struct Moments {
  double mean = 0, variance = 0;
};

// Of |number right - sum of confidences| where each is right with its own probability.
Moments distance_of(const std::vector<double>& confidences) {
  double right = 0, variance = 0;
  for (const double c : confidences) {
    right += c;
    variance += c * (1 - c);
  }
  if (variance >= kExactVariance) {
    return {std::sqrt(2 * variance / kPi), variance * (1 - 2 / kPi)};
  }
  // The number of the rarer outcome, up to where nothing is left to sum.
  const auto n = static_cast<double>(confidences.size());
  const bool rarely_wrong = 2 * right > n;
  const double sum = rarely_wrong ? n - right : right;
  const auto most =
      std::min(confidences.size(), static_cast<std::size_t>(sum + 12 * std::sqrt(variance) + 12));
  std::vector<double> probability(most + 1, 0.0);
  probability[0] = 1;
  for (std::size_t i = 0; i < confidences.size(); ++i) {
    const double rare = rarely_wrong ? 1 - confidences[i] : confidences[i];
    for (std::size_t k = std::min(i + 1, most); k > 0; --k) {
      probability[k] = probability[k] * (1 - rare) + probability[k - 1] * rare;
    }
    probability[0] *= 1 - rare;
  }
  double mean = 0;
  for (std::size_t k = 0; k < probability.size(); ++k) {
    mean += probability[k] * std::abs(static_cast<double>(k) - sum);
  }
  return {mean, std::max(0.0, variance - mean * mean)};
}

}  // namespace

CalibratedError calibrated_error(const std::vector<double>& confidences, int bins, double level) {
  check_confidences(confidences);
  if (bins < 1) throw std::invalid_argument("calibration: needs at least one bin");
  if (!(level > 0 && level < 1)) {
    throw std::invalid_argument("calibration: the level must lie in (0, 1)");
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (confidences.empty()) return {nan, nan};
  std::vector<std::vector<double>> filled(static_cast<std::size_t>(bins));
  for (const double c : confidences) filled[bin_of(c, bins)].push_back(c);
  const auto n = static_cast<double>(confidences.size());
  double mean = 0, variance = 0;
  for (const auto& bin : filled) {
    const Moments distance = distance_of(bin);
    mean += distance.mean / n;
    variance += distance.variance / (n * n);
  }
  if (variance <= 0 || mean <= 0) return {mean, mean};
  const boost::math::gamma_distribution<> gamma(mean * mean / variance, variance / mean);
  return {mean, quantile(gamma, level)};
}

std::vector<CalibrationBin> calibration_bins(const std::vector<double>& confidences,
                                             const std::vector<bool>& correct, int bins) {
  check(confidences, correct);
  if (bins < 1) throw std::invalid_argument("calibration: needs at least one bin");
  std::vector<CalibrationBin> result(static_cast<std::size_t>(bins));
  for (std::size_t i = 0; i < confidences.size(); ++i) {
    CalibrationBin& bin = result[bin_of(confidences[i], bins)];
    ++bin.images;
    bin.confidence += confidences[i];
    bin.accuracy += correct[i] ? 1.0 : 0.0;
  }
  for (CalibrationBin& bin : result) {
    if (bin.images == 0) continue;
    bin.confidence /= static_cast<double>(bin.images);
    bin.accuracy /= static_cast<double>(bin.images);
  }
  return result;
}

double expected_calibration_error(const std::vector<double>& confidences,
                                  const std::vector<bool>& correct, int bins) {
  const std::vector<CalibrationBin> filled = calibration_bins(confidences, correct, bins);
  if (confidences.empty()) return std::numeric_limits<double>::quiet_NaN();
  double error = 0.0;
  for (const CalibrationBin& bin : filled) {
    error += static_cast<double>(bin.images) * std::abs(bin.accuracy - bin.confidence);
  }
  return error / static_cast<double>(confidences.size());
}

double brier_score(const std::vector<double>& confidences, const std::vector<bool>& correct) {
  check(confidences, correct);
  if (confidences.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0.0;
  for (std::size_t i = 0; i < confidences.size(); ++i) {
    const double miss = confidences[i] - (correct[i] ? 1.0 : 0.0);
    sum += miss * miss;
  }
  return sum / static_cast<double>(confidences.size());
}

}  // namespace remedy::statistics
