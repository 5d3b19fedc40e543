// Does a model's confidence match how often it is right?
#pragma once

#include <cstdint>
#include <vector>

namespace remedy::statistics {

// In all three functions confidences[i] is the probability of the predicted class of image i and
// correct[i] whether that prediction is right. They throw std::invalid_argument for unequal
// lengths, a confidence outside [0, 1], or bins < 1.

struct CalibrationBin {
  std::int64_t images = 0;
  double confidence = 0.0;  // mean within the bin; 0 in an empty bin, as the accuracy
  double accuracy = 0.0;
};

// Bin i of B holds confidences in (i/B, (i+1)/B]; the first also holds 0. For reliability diagrams.
std::vector<CalibrationBin> calibration_bins(const std::vector<double>& confidences,
                                             const std::vector<bool>& correct, int bins = 15);

// sum over bins of (images in bin)/n * |accuracy - confidence|: Naeini et al., AAAI 2015; Guo et
// al., ICML 2017. NaN for no images.
double expected_calibration_error(const std::vector<double>& confidences,
                                  const std::vector<bool>& correct, int bins = 15);

// What a perfectly calibrated model would show: every prediction is right with the probability that
// its confidence says, independently. Even then accuracy and confidence of a bin differ by chance,
// and the fewer images the more.
struct CalibratedError {
  double mean = 0;   // of the expected calibration error
  double upper = 0;  // exceeded with the probability 1 - level
};

// For these confidences. In a bin the number of right predictions is Poisson binomial: the mean and
// variance of its distance from the sum of the confidences are exact where its own variance V is
// below kExactVariance, and normal above (mean sqrt(2 V / pi), variance V (1 - 2 / pi)). The upper
// value is that of the gamma distribution with the mean and variance of the sum over bins. NaN for
// no images. Throws std::invalid_argument for a confidence outside [0, 1], bins < 1 or a level that
// is not between 0 and 1.
inline constexpr double kExactVariance = 9;
CalibratedError calibrated_error(const std::vector<double>& confidences, int bins = 15,
                                 double level = 0.95);

// Mean of (confidence - correct)^2, correct as 0 or 1: G. W. Brier, Monthly Weather Review 78
// (1950) 1-3, for the event "the prediction is right". NaN for no images.
double brier_score(const std::vector<double>& confidences, const std::vector<bool>& correct);

}  // namespace remedy::statistics
