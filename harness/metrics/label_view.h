// A network's logits, seen in the label space of a suite. No torch.
#pragma once

#include <cstdint>
#include <vector>

#include "core/study/label_space.h"
#include "metrics/sample_metrics.h"

namespace remedy {

// A label space as far as logits are concerned.
struct LabelView {
  LabelRule rule = LabelRule::kIdentity;
  int classes = 0;                     // of the space
  std::vector<std::int32_t> of_model;  // of each class of the network its class in the space, or -1

  // The space of a network's own classes.
  static LabelView own(int classes);
};

// What is right of each image, in classes of the space.
struct SpaceLabels {
  const std::vector<std::int32_t>& label;
  // Of an image, further classes that are right as well; empty: no image has any.
  const std::vector<std::vector<int>>& also;
};

// As outcomes(). `predicted` is a class of the space, and -1 under kMap where the network's class
// maps to none. A tie goes to the class of the lower index, of the network under kMap, else of the
// space. `rank` counts what stands before the first right class: under kMap classes of the network
// that map elsewhere. Probabilities are those of classes of the space: of kRestrict and
// kAggregateMax the softmax of what is left, of kAggregateMean the means, scaled to a sum of 1, of
// kMap the sum over the members, where the members of no class are a class of their own.
// `target_class` is of the space; -1: target_probability is 0.
Outcomes outcomes(const LabelView& view, const float* logits, const SpaceLabels& labels,
                  int target_class, int threads = 1);

// As divergences(), of these probabilities.
Divergences divergences(const LabelView& view, const float* baseline, const float* remediated,
                        std::size_t n, int threads = 1);

}  // namespace remedy
