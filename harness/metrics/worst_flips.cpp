#include "metrics/worst_flips.h"

#include <algorithm>

namespace remedy {
namespace {

bool holds(const std::vector<std::int32_t>& classes, std::int32_t one) {
  return std::find(classes.begin(), classes.end(), one) != classes.end();
}

}  // namespace

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

std::vector<std::size_t> broken_of_guard(const std::vector<std::int32_t>& labels,
                                         const std::vector<std::int32_t>& targets,
                                         const Outcomes& before, const Outcomes& after,
                                         std::size_t count) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!holds(targets, labels[i]) && holds(targets, after.predicted[i]) &&
        !holds(targets, before.predicted[i])) {
      chosen.push_back(i);
    }
  }
  std::stable_sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) {
    return after.confidence[a] > after.confidence[b];
  });
  chosen.resize(std::min(chosen.size(), count));
  const std::size_t false_positives = chosen.size();
  std::size_t left = count;
  for (const std::size_t flip : worst_flips(labels, before, after, count + false_positives)) {
    const auto end = chosen.begin() + static_cast<std::ptrdiff_t>(false_positives);
    if (left == 0 || std::find(chosen.begin(), end, flip) != end) continue;
    chosen.push_back(flip);
    --left;
  }
  return chosen;
}

}  // namespace remedy
