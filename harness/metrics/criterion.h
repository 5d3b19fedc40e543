// What a constant on the target's logit would do, and whether a model does more: criterion and
// sensitivity of signal detection theory (Green and Swets 1966; Macmillan and Creelman 2005). No
// torch, no network: margins alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "metrics/target_margin.h"
#include "statistics/intervals.h"

namespace remedy {

// A suite as the baseline sees it, and one model's margins on the same images.
struct MarginSuite {
  std::vector<std::int32_t> labels;
  TargetMargins baseline;
  std::vector<int> target_classes;

  bool is_target(std::int32_t label) const;
};

// The margins of images of the target's classes, or of all other images.
std::vector<double> margins_of(const MarginSuite& suite, const std::vector<float>& margins,
                               bool target);

// What a suite shows where `shift` is added to the logits of the target's classes of the baseline.
// An image whose margin is above -shift is predicted as target, and of its classes as the one with
// the largest logit. Counts of images.
struct ShiftedSuite {
  std::int64_t targets = 0, hits = 0;            // of the target's classes; predicted as target
  std::int64_t others = 0, false_positives = 0;  // of other classes; predicted as target
  std::int64_t right = 0;                        // whatever the class
  std::int64_t negative_flips = 0, positive_flips = 0;  // against a shift of 0
};
ShiftedSuite at_shift(const MarginSuite& suite, double shift);

// The shifts at which some image of the suites changes, and 0, ascending: the prediction is another
// just above each. Evenly thinned to `most`, with the first, the last and 0 kept.
std::vector<double> criterion_shifts(const std::vector<const MarginSuite*>& suites,
                                     std::size_t most);

// How much more of the positives a model recognises than the baseline with that shift which has as
// many false positives. Several shifts may have so many; of their recalls the nearest to the
// model's counts, so the difference is 0 for every shift of the baseline and above 0 only where
// the model beats the best of them.
struct MatchedDifference {
  double recall = 0;          // of the model
  double matched_recall = 0;  // of the baseline so shifted
  double difference = 0;      // recall - matched_recall
  // 95 %, of other images: Bonett and Price for the positives on which the two disagree, and for
  // the false positives that they do not share, which moves the shift; joined by MOVER.
  statistics::Interval interval{-1, 1};
};

// Margins of the same images before and after. Throws std::invalid_argument where the numbers
// differ or a group is empty.
MatchedDifference matched_difference(const std::vector<double>& positives_before,
                                     const std::vector<double>& negatives_before,
                                     const std::vector<double>& positives_after,
                                     const std::vector<double>& negatives_after);

}  // namespace remedy
