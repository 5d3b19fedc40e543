// Which broken images to look at first. No torch.
#pragma once

#include <cstddef>
#include <vector>

#include "metrics/sample_metrics.h"

namespace remedy {

// Of the images that `before` got right and `after` gets wrong, the `count` whose label lost most
// probability, worst first; of equals the first. Both models speak of the same images; of `after`
// only predicted and label_probability are read, and of `before` too.
std::vector<std::size_t> worst_flips(const std::vector<std::int32_t>& labels,
                                     const Outcomes& before, const Outcomes& after,
                                     std::size_t count);

// What broke of a suite to guard: first the images of other classes that `after` takes for one of
// `targets` and `before` did not, at most `count`, the most confident first; then the worst flips
// among the others, at most `count` too. Of both models predicted, label_probability and, of
// `after`, confidence are read.
std::vector<std::size_t> broken_of_guard(const std::vector<std::int32_t>& labels,
                                         const std::vector<std::int32_t>& targets,
                                         const Outcomes& before, const Outcomes& after,
                                         std::size_t count);

}  // namespace remedy
