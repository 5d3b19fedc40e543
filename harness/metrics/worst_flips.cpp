#include "metrics/worst_flips.h"

#include <algorithm>

namespace remedy {

std::vector<std::size_t> worst_flips(const std::vector<std::int32_t>& labels,
                                     const Outcomes& before, const Outcomes& after,
                                     std::size_t count) {
  std::vector<std::size_t> flips;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (before.right(i, labels[i]) && !after.right(i, labels[i])) flips.push_back(i);
  }
  const auto loss = [&](std::size_t i) {
    return before.label_probability[i] - after.label_probability[i];
  };
  std::stable_sort(flips.begin(), flips.end(),
                   [&](std::size_t a, std::size_t b) { return loss(a) > loss(b); });
  flips.resize(std::min(flips.size(), count));
  return flips;
}

}  // namespace remedy
