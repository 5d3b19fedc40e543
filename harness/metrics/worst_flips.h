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

}  // namespace remedy
