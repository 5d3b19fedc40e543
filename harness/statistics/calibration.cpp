#include "statistics/calibration.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

void check(const std::vector<double>& confidences, const std::vector<bool>& correct) {
  if (confidences.size() != correct.size()) {
    throw std::invalid_argument("calibration: confidences and correctness differ in length");
  }
  for (const double confidence : confidences) {
    if (!(confidence >= 0.0 && confidence <= 1.0)) {
      throw std::invalid_argument("calibration: a confidence lies outside [0, 1]");
    }
  }
}

// The i with i/bins < confidence <= (i+1)/bins. The product may round across an edge, so the
// neighbours are compared with the edges themselves.
std::size_t bin_of(double confidence, int bins) {
  int i = static_cast<int>(std::ceil(confidence * bins)) - 1;
  if (i >= 0 && confidence <= static_cast<double>(i) / bins) --i;
  if (confidence > static_cast<double>(i + 1) / bins) ++i;
  return static_cast<std::size_t>(i < 0 ? 0 : i);
}

}  // namespace

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
