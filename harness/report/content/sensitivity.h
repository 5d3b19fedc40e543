// Sensitivity of one trial, and of a setting: does it separate the target better? And what a
// constant on the target's logit would do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/named.h"
#include "core/study/study.h"
#include "statistics/intervals.h"

namespace remedy {

// Of one trial, on one pair of suites. Positives are images of the target's classes.
struct Sensitivity {
  std::string positives, negatives;  // suites
  std::size_t positive_images = 0, negative_images = 0;
  double auroc_before = 0, auroc_after = 0, auroc_difference = 0;  // of the target margin
  statistics::Interval auroc_interval{0, 0};                       // DeLong's 95 %; or not finite
  double false_positives_before = 0, false_positives_after = 0;
  // `matched`: of the baseline with the constant on the target's logit that has as many false
  // positives.
  double recall_before = 0, recall_after = 0, recall_matched = 0;
  double matched_difference = 0;
  statistics::Interval matched_interval{0, 0};
};

// The matched differences of a setting's trials, over draws.
struct MatchedOverDraws {
  std::string positives, negatives;  // suites
  int draws = 0;
  double mean = 0, low = 0, high = 0;
};

// One suite under a constant on the target's logit: a value for each shift. An image is predicted
// as target where its margin is above 0. Nothing where there is no image to count.
struct CriterionCurve {
  Role role = Role::kRetain;
  std::vector<std::optional<double>> recall;           // of the target's images
  std::vector<std::optional<double>> false_positives;  // of the others
  std::vector<std::optional<double>> retention;
  std::vector<std::int64_t> negative_flips, positive_flips;
};

struct Criterion {
  std::size_t run = 0;  // whose baseline
  std::vector<double>
      shifts;  // added to the logits of the target's classes, ascending, 0 among them
  Named<CriterionCurve> suites;
};

}  // namespace remedy
