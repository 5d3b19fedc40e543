// From each image's outcome to the figures of a suite. No torch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/run/suite_figures.h"
#include "core/study/image_groups.h"
#include "core/study/study.h"
#include "metrics/class_losses.h"
#include "metrics/sample_metrics.h"

namespace remedy {

struct SuiteOutcome {
  Role role = Role::kRetain;
  std::vector<std::int32_t> labels;
  std::vector<int> target_classes;  // the target first; none: its figures are not defined
  Outcomes baseline;
  Outcomes remediated;
  Divergences divergences;
  ClassName class_name;  // or empty: classes are known by index alone
  std::vector<ImageGrouping> groupings;
};

// Flips, rates and churn are those of Yan et al., CVPR 2021 (2011.09161); the calibration error has
// 15 bins of equal width (statistics/calibration.h). Throws Error where an identity does not hold
// that has to hold for every pair of models: NF - PF = correct before - correct after; churn >= NF
// + PF; KL >= 0.
SuiteFigures suite_metrics(const SuiteOutcome& outcome);

// The share of images whose label is among the k largest logits.
double top_k(const Outcomes& outcomes, int k);

}  // namespace remedy
