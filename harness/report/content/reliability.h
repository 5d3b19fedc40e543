// A reliability diagram: how often predictions of a certain confidence are right.
#pragma once

#include <vector>

namespace remedy {

// Predictions whose confidence lies in one of 15 intervals of equal width (calibration_bins()).
struct ReliabilityBin {
  double images = 0;      // a mean over trials
  double confidence = 0;  // means over the predictions; 0 in an empty bin
  double accuracy = 0;
};

// By rising confidence; empty where it is not known.
using Reliability = std::vector<ReliabilityBin>;

}  // namespace remedy
