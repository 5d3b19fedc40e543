// How much a model prefers the target to everything else: what a constant on the target's logit
// moves, and what signal detection theory (Green and Swets 1966) asks of. No torch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace remedy {

// Of each image. An image is predicted as target where its margin is above 0.
struct TargetMargins {
  std::vector<float> margin;  // largest logit of the target's classes minus the largest of others
  std::vector<std::int32_t> target;  // the class with the former; a tie: the lower index
  std::vector<std::int32_t> other;   // the class with the latter, likewise
};

// logits: [n, classes], row-major; the difference is taken in double. Where every class is the
// target's, margins are infinite and `other` is -1. Throws Error where no class is.
TargetMargins target_margins(const float* logits, std::size_t n, int classes,
                             const std::vector<int>& target_classes, int threads = 1);

}  // namespace remedy
